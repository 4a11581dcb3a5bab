package dev.nightjar.clickhouse.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.UnaryOperator;

/**
 * The body of one request as Helidon takes it apart. Of a chunk whose size is none, or has an
 * extension, Helidon makes a {@link NumberFormatException}, and reads what follows as if it were
 * the next chunk; here it is an {@link IOException}, and nothing is read any more.
 */
final class ChunkedBody implements UnaryOperator<InputStream> {
  private volatile boolean malformed;

  /** Whether it has turned out to be no body. */
  boolean isMalformed() {
    return malformed;
  }

  @Override
  public InputStream apply(InputStream chunks) {
    return new Checked(chunks);
  }

  private final class Checked extends FilterInputStream {
    Checked(InputStream chunks) {
      super(chunks);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (malformed) {
        throw new IOException("the body is not chunked as it says");
      }
      try {
        return super.read(target, offset, length);
      } catch (NumberFormatException e) {
        malformed = true;
        throw new IOException("the body is not chunked as it says", e);
      }
    }

    /** Would read to the end. */
    @Override
    public void close() throws IOException {
      if (!malformed) {
        super.close();
      }
    }
  }
}
