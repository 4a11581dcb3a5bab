package dev.nightjar.clickhouse.http;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.nightjar.clickhouse.ClickHouseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;

/** HTTP's content codings, in the order in which ClickHouse prefers them. */
enum ContentCoding {
  LZ4("lz4"),
  GZIP("gzip"),
  DEFLATE("deflate"),
  ZSTD("zstd");

  private static final int BUFFER_BYTES = 1 << 16;

  /** A frame may ask its reader for a window of 2 to the power of this many bytes. */
  private static final int LARGEST_ZSTD_WINDOW = 24;

  private static final int LZ4_FLAGS_AT = 4;
  private static final int LZ4_INDEPENDENT_BLOCKS = 0x20;

  private final String token;

  ContentCoding(String token) {
    this.token = token;
  }

  /** Its name in HTTP. */
  String token() {
    return token;
  }

  /**
   * The coding that a {@code Content-Encoding} header names.
   *
   * @return empty for {@code identity} and no header at all
   * @throws ClickHouseException (89) for one that is not known here
   */
  static Optional<ContentCoding> of(String header) {
    String name = header.strip().toLowerCase(Locale.ROOT);
    if (name.isEmpty() || name.equals("identity")) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(values())
            .filter(coding -> coding.token.equals(name))
            .findFirst()
            .orElseThrow(() ->
                new ClickHouseException(
                    89,
                    "UNKNOWN_COMPRESSION_METHOD",
                    "Unknown compression method '" + name + "': use gzip, deflate, lz4 or zstd")));
  }

  /** The preferred one of those that an {@code Accept-Encoding} header allows. */
  static Optional<ContentCoding> accepted(String header) {
    return Arrays.stream(values())
        .filter(coding ->
            Stream.of(header.split(","))
                .map(choice -> choice.strip().toLowerCase(Locale.ROOT))
                .anyMatch(choice ->
                    choice.equals(coding.token)
                        || (choice.startsWith(coding.token + ";")
                            && !choice.matches(".*;\\s*q=0(\\.0*)?"))))
        .findFirst();
  }

  /** What is behind a compressed stream; nothing of it is held that was not asked for. */
  InputStream decode(InputStream in) throws IOException {
    return switch (this) {
      case LZ4 -> lz4(in);
      case GZIP -> new GZIPInputStream(in, BUFFER_BYTES);
      case DEFLATE -> new InflaterInputStream(in);
      case ZSTD -> new ZstdInputStream(in).setLongMax(LARGEST_ZSTD_WINDOW);
    };
  }

  /** The fast library knows frames of independent blocks only; Python's clients link theirs. */
  private static InputStream lz4(InputStream in) throws IOException {
    byte[] head = in.readNBytes(LZ4_FLAGS_AT + 1);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), in);
    boolean linked =
        head.length > LZ4_FLAGS_AT && (head[LZ4_FLAGS_AT] & LZ4_INDEPENDENT_BLOCKS) == 0;
    return linked ? new FramedLZ4CompressorInputStream(whole) : new LZ4FrameInputStream(whole);
  }

  /** Compresses what is written, and flushes it when it is flushed. */
  OutputStream encode(OutputStream out) throws IOException {
    return switch (this) {
      case LZ4 -> new LZ4FrameOutputStream(out, LZ4FrameOutputStream.BLOCKSIZE.SIZE_256KB);
      case GZIP -> new GZIPOutputStream(out, BUFFER_BYTES, true);
      case DEFLATE -> new DeflaterOutputStream(out, true);
      case ZSTD -> new ZstdOutputStream(out);
    };
  }
}
