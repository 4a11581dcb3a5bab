package dev.nightjar.dynamodb.connection;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * An object's bytes. The SDK's own exceptions come as what they are here: a download that did not
 * arrive whole. So does a body that comes so slowly that it might as well never end.
 */
final class ObjectBody extends InputStream {
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final int LEAST_BYTES = 64 << 10;

  private final ResponseInputStream<?> body;
  private final LongSupplier nanoTime;
  private boolean ended;
  private long waited;
  private long received;

  /**
   * @param nanoTime a counter as {@link System#nanoTime}
   */
  ObjectBody(ResponseInputStream<?> body, LongSupplier nanoTime) {
    this.body = body;
    this.nanoTime = nanoTime;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      long before = nanoTime.getAsLong();
      int count = body.read(target, offset, length);
      ended |= count < 0;
      if (!ended) {
        requireProgress(count, nanoTime.getAsLong() - before);
      }
      return count;
    } catch (SdkException broken) {
      throw new IOException(broken.getMessage(), broken);
    }
  }

  /** Only what AWS is waited for counts, not what the reader does with the bytes meanwhile. */
  private void requireProgress(int count, long nanoseconds) throws IOException {
    received += count;
    waited += nanoseconds;
    if (waited < PERIOD.toNanos()) {
      return;
    }
    if (received < LEAST_BYTES) {
      throw new IOException("only " + received + " bytes came within a minute");
    }
    received = 0;
    waited = 0;
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      // Closing would read the rest first, to keep the connection.
      body.abort();
    }
    body.close();
  }
}
