package dev.nightjar.dynamodb.connection;

import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * An object's bytes. The SDK's own exceptions come as what they are here: a download that did not
 * arrive whole.
 */
final class ObjectBody extends InputStream {
  private final ResponseInputStream<?> body;
  private boolean ended;

  ObjectBody(ResponseInputStream<?> body) {
    this.body = body;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      int count = body.read(target, offset, length);
      ended |= count < 0;
      return count;
    } catch (SdkException broken) {
      throw new IOException(broken.getMessage(), broken);
    }
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
