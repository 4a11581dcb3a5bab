package dev.nightjar.clickhouse.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;

/**
 * A compressed stream that is opened when it is first read, since opening reads; an empty one is
 * empty, with no compressed nothing in it.
 */
final class LazyInput extends InputStream {
  private final InputStream in;
  private final ContentCoding coding;
  private Optional<InputStream> decoded = Optional.empty();

  LazyInput(InputStream in, ContentCoding coding) {
    this.in = in;
    this.coding = coding;
  }

  @Override
  public int read() throws IOException {
    return decoded().read();
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    return decoded().read(to, offset, length);
  }

  private InputStream decoded() throws IOException {
    if (decoded.isEmpty()) {
      PushbackInputStream peeked = new PushbackInputStream(in);
      int first = peeked.read();
      if (first < 0) {
        decoded = Optional.of(InputStream.nullInputStream());
      } else {
        peeked.unread(first);
        decoded = Optional.of(coding.decode(peeked));
      }
    }
    return decoded.get();
  }
}
