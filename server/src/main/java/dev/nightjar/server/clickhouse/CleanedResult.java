package dev.nightjar.server.clickhouse;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.QueryStatistics;
import dev.nightjar.clickhouse.QueryStream;
import java.util.Optional;

/** A result whose errors do not tell internal names. */
final class CleanedResult implements QueryStream {
  private final QueryStream stream;
  private final View view;

  CleanedResult(QueryStream stream, View view) {
    this.stream = stream;
    this.view = view;
  }

  @Override
  public Optional<byte[]> next() {
    try {
      return stream.next();
    } catch (ClickHouseException e) {
      throw Refusals.cleaned(e, view);
    }
  }

  @Override
  public QueryStatistics statistics() {
    return stream.statistics();
  }

  @Override
  public void close() {
    stream.close();
  }
}
