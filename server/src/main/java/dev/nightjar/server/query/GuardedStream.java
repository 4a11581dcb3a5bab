package dev.nightjar.server.query;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.QueryStatistics;
import dev.nightjar.clickhouse.QueryStream;
import java.util.Optional;

/** A result whose first piece is there, and whose errors quote no rows. */
final class GuardedStream implements QueryStream {
  private final QueryStream stream;
  private final Optional<byte[]> first;
  private boolean begun;

  GuardedStream(QueryStream stream, Optional<byte[]> first) {
    this.stream = stream;
    this.first = first;
  }

  @Override
  public Optional<byte[]> next() {
    if (!begun || first.isEmpty()) {
      begun = true;
      return first;
    }
    try {
      return stream.next();
    } catch (ClickHouseException e) {
      throw CallerErrors.told(e);
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
