package dev.nightjar.server.query;

import dev.nightjar.server.http.Answer;
import java.io.IOException;
import java.io.OutputStream;

/** A result that is there. */
final class WholeBody implements Answer.Body {
  private final byte[] bytes;

  WholeBody(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
  }

  @Override
  public void close() {
    // it holds nothing
  }
}
