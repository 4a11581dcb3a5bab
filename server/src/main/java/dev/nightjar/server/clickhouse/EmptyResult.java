package dev.nightjar.server.clickhouse;

import dev.nightjar.clickhouse.QueryStatistics;
import dev.nightjar.clickhouse.QueryStream;
import java.time.Duration;
import java.util.Optional;

/** The result of a statement that has none. */
final class EmptyResult implements QueryStream {
  @Override
  public Optional<byte[]> next() {
    return Optional.empty();
  }

  @Override
  public QueryStatistics statistics() {
    return new QueryStatistics(Duration.ZERO, 0, 0, 0);
  }

  @Override
  public void close() {
    // it holds nothing
  }
}
