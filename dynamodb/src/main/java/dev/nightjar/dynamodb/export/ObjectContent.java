package dev.nightjar.dynamodb.export;

import java.io.IOException;
import java.io.InputStream;

/**
 * An object being downloaded; to be closed.
 *
 * @param body its bytes; a read fails with an {@link IOException} where the connection breaks
 * @param length how many there are, or -1 where the answer does not say
 */
public record ObjectContent(InputStream body, long length) implements AutoCloseable {

  @Override
  public void close() throws IOException {
    body.close();
  }
}
