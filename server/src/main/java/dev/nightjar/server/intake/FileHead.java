package dev.nightjar.server.intake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Map;

/**
 * The beginning of a file as text: unpacked, and of a Parquet file its first rows.
 *
 * @param text no more than {@link FileAnalysis#MOST_BYTES} bytes
 * @param types of the columns, as ClickHouse writes them; empty where the file does not state any
 */
record FileHead(byte[] text, Map<String, String> types) {
  private static final int ROWS = 1_000;
  private static final byte[] PARQUET = {'P', 'A', 'R', '1'};

  /**
   * Reads it.
   *
   * @param unpacked which {@link Unpacking} gave; a Parquet file is read to its end, where its
   *     columns are
   */
  static FileHead of(InputStream unpacked, ParquetRows parquet) throws IOException {
    byte[] magic = unpacked.readNBytes(PARQUET.length);
    return Arrays.equals(magic, PARQUET)
        ? parquet.head(
            new SequenceInputStream(new ByteArrayInputStream(magic), unpacked),
            ROWS,
            FileAnalysis.MOST_BYTES)
        : new FileHead(text(magic, unpacked), Map.of());
  }

  /** Clients send the beginning of a packed file: it is broken where they cut it off. */
  private static byte[] text(byte[] begin, InputStream in) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes(begin);
    byte[] buffer = new byte[1 << 16];
    try {
      for (int read = in.read(buffer);
          read >= 0 && text.size() < FileAnalysis.MOST_BYTES;
          read = in.read(buffer)) {
        text.write(buffer, 0, read);
      }
    } catch (Unpacking.BrokenException e) {
      if (text.size() == 0) {
        throw e;
      }
    }
    return text.toByteArray();
  }
}
