package dev.nightjar.server.intake;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks what is packed, and bounds what comes out: in all, and in proportion to what went in, so
 * that a small upload that would unpack for ever ends early. What it is packed with, its first
 * bytes tell.
 */
final class Unpacking {
  /** Text of a table packs to a fiftieth at the best. */
  private static final long LARGEST_RATIO = 250;

  private static final long FREE_OF_RATIO = 16L << 20;

  private Unpacking() {}

  /** More came out than is taken. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
      super(message);
    }
  }

  /** Packed bytes that cannot be unpacked. */
  static final class BrokenException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenException(String message, IOException cause) {
      super(message, cause);
    }
  }

  /**
   * The unpacked bytes.
   *
   * @param most how many there may be
   * @throws BrokenException when the beginning is of no gzip or Zstandard though it looks so
   */
  static InputStream of(InputStream packed, long most) throws IOException {
    Counted counted = new Counted(packed);
    BufferedInputStream in = new BufferedInputStream(counted, 1 << 16);
    in.mark(4);
    byte[] magic = in.readNBytes(4);
    in.reset();
    if (magic.length >= 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b) {
      try {
        return new Bounded(new GZIPInputStream(in, 1 << 16), counted, most, true);
      } catch (IOException e) {
        throw broken(e);
      }
    }
    if (magic.length == 4
        && (magic[0] & 0xff) == 0x28
        && (magic[1] & 0xff) == 0xb5
        && magic[2] == 0x2f
        && (magic[3] & 0xff) == 0xfd) {
      ZstdInputStreamNoFinalizer zstd = new ZstdInputStreamNoFinalizer(in);
      // a frame may ask for gigabytes of memory; this is what the zstd program itself takes
      zstd.setLongMax(27);
      return new Bounded(zstd, counted, most, true);
    }
    return new Bounded(in, counted, most, false);
  }

  private static IOException broken(IOException e) {
    return new BrokenException("the compressed data is broken or ends too early", e);
  }

  private static final class Counted extends FilterInputStream {
    private long bytes;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      bytes += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      bytes += Math.max(0, read);
      return read;
    }
  }

  private static final class Bounded extends FilterInputStream {
    private final Counted packed;
    private final long most;
    private final boolean unpacking;
    private long bytes;

    Bounded(InputStream in, Counted packed, long most, boolean unpacking) {
      super(in);
      this.packed = packed;
      this.most = most;
      this.unpacking = unpacking;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read;
      try {
        read = super.read(buffer, offset, length);
      } catch (IOException e) {
        throw unpacking ? broken(e) : e;
      }
      bytes += Math.max(0, read);
      if (bytes > most) {
        throw new TooLargeException(
            "There is more than "
                + (most >> 20)
                + " MB of data, the most that one request may bring.");
      }
      if (unpacking && bytes > FREE_OF_RATIO && bytes / LARGEST_RATIO > packed.bytes) {
        throw new TooLargeException(
            "The compressed data unpacks to more than "
                + LARGEST_RATIO
                + " times its size. Send it uncompressed if it is meant.");
      }
      return read;
    }
  }
}
