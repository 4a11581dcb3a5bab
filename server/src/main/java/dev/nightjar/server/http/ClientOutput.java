package dev.nightjar.server.http;

import io.helidon.webserver.ServerConnectionException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** A body's way to the client: that the client is gone is an {@link IOException} here. */
final class ClientOutput extends FilterOutputStream {

  ClientOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    writing(() -> out.write(bytes, offset, length));
  }

  @Override
  public void write(int oneByte) throws IOException {
    writing(() -> out.write(oneByte));
  }

  @Override
  public void flush() throws IOException {
    writing(out::flush);
  }

  @Override
  public void close() throws IOException {
    writing(out::close);
  }

  private interface Writing {
    void go() throws IOException;
  }

  private static void writing(Writing writing) throws IOException {
    try {
      writing.go();
    } catch (UncheckedIOException | ServerConnectionException e) {
      throw new IOException("the client has closed the connection", e);
    }
  }
}
