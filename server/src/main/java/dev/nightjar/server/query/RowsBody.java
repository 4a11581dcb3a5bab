package dev.nightjar.server.query;

import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.server.http.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Rows as they come, after a line of names where there is one. */
final class RowsBody implements Answer.Body {
  private final QueryStream stream;
  private final Optional<byte[]> first;
  private final byte[] header;

  RowsBody(QueryStream stream, Optional<byte[]> first, byte[] header) {
    this.stream = stream;
    this.first = first;
    this.header = header;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(header);
    if (first.isPresent()) {
      out.write(first.get());
      stream.transferTo(out);
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
