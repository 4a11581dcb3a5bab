package dev.nightjar.server.query;

import dev.nightjar.clickhouse.QueryStatistics;
import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * ClickHouse's JSON object around rows that come as JSON lines: {@code meta}, {@code data}, {@code
 * rows} and {@code statistics}; how many rows there were before a LIMIT is not known here.
 */
final class JsonBody implements Answer.Body {
  private final QueryStream stream;
  private final Optional<byte[]> first;
  private final List<Results.ResultColumn> columns;
  private long rows;

  JsonBody(QueryStream stream, Optional<byte[]> first, List<Results.ResultColumn> columns) {
    this.stream = stream;
    this.first = first;
    this.columns = columns;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    write(
        out,
        "{\"meta\":"
            + Json.text(
                columns.stream()
                    .map(column -> Json.object("name", column.name(), "type", column.type()))
                    .toList())
            + ",\n\"data\":[\n");
    boolean rowEnded = false;
    for (Optional<byte[]> piece = first; piece.isPresent(); piece = stream.next()) {
      rowEnded = rows(piece.get(), rowEnded, out);
    }
    QueryStatistics statistics = stream.statistics();
    write(
        out,
        "\n],\n\"rows\":"
            + rows
            + ",\n\"statistics\":"
            + Json.text(
                Json.object(
                    "elapsed", statistics.elapsed().toNanos() / 1e9,
                    "rows_read", statistics.rowsRead(),
                    "bytes_read", statistics.bytesRead()))
            + "}\n");
  }

  /** A line break ends a row (inside a value it is escaped): between two rows comes a comma. */
  private boolean rows(byte[] piece, boolean rowEnded, OutputStream out) throws IOException {
    boolean ended = rowEnded;
    int start = 0;
    for (int i = 0; i < piece.length; i++) {
      if (ended) {
        out.write(',');
        out.write('\n');
        ended = false;
      }
      if (piece[i] == '\n') {
        out.write(piece, start, i - start);
        start = i + 1;
        rows++;
        ended = true;
      }
    }
    out.write(piece, start, piece.length - start);
    return ended;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    stream.close();
  }
}
