package dev.nightjar.dynamodb.gzip;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Makes gzip in every way the JDK can, and reads it with {@link GzipText}. */
final class Gzips {
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};

  private Gzips() {}

  /** DEFLATE, flushed after each so many bytes. */
  static byte[] deflate(byte[] text, int level, int strategy, int flushAfter) {
    Deflater deflater = new Deflater(level, true);
    deflater.setStrategy(strategy);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    byte[] piece = new byte[64 * 1024];
    for (int at = 0; at < text.length; at += flushAfter) {
      deflater.setInput(text, at, Math.min(flushAfter, text.length - at));
      int count = piece.length;
      while (count == piece.length || !deflater.needsInput()) {
        count = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
        compressed.write(piece, 0, count);
      }
    }
    deflater.finish();
    while (!deflater.finished()) {
      compressed.write(piece, 0, deflater.deflate(piece));
    }
    deflater.end();
    return compressed.toByteArray();
  }

  /** The member of gzip with that DEFLATE, which holds that text. */
  static byte[] member(byte[] deflated, byte[] text) {
    return member(HEADER, deflated, text);
  }

  static byte[] member(byte[] header, byte[] deflated, byte[] text) {
    CRC32 checksum = new CRC32();
    checksum.update(text);
    return ByteBuffer.allocate(header.length + deflated.length + 2 * Integer.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(header)
        .put(deflated)
        .putInt((int) checksum.getValue())
        .putInt(text.length)
        .array();
  }

  /**
   * All of the text, read through a buffer that slides.
   *
   * @param chunk how many bytes a read of the compressed ones gives at most
   * @param room of the buffer, besides the window
   */
  static byte[] text(byte[] gzip, int chunk, int room) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    GzipText reader = new GzipText(inChunks(gzip, chunk));
    byte[] buffer = new byte[GzipText.WINDOW + room];
    int filled = 0;
    while (true) {
      if (buffer.length - filled < GzipText.LEAST_ROOM) {
        int gone = filled - GzipText.WINDOW;
        System.arraycopy(buffer, gone, buffer, 0, GzipText.WINDOW);
        Arrays.fill(buffer, GzipText.WINDOW, buffer.length, (byte) '?');
        filled = GzipText.WINDOW;
      }
      int count = reader.read(buffer, filled, buffer.length);
      if (count < 0) {
        return text.toByteArray();
      }
      text.write(buffer, filled, count);
      filled += count;
    }
  }

  private static InputStream inChunks(byte[] bytes, int chunk) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] to, int at, int length) throws IOException {
        return super.read(to, at, Math.min(length, chunk));
      }
    };
  }
}
