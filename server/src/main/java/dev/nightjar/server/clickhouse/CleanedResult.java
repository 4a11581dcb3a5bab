package dev.nightjar.server.clickhouse;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.QueryStatistics;
import dev.nightjar.clickhouse.QueryStream;
import java.util.Optional;

/** A result whose errors do not tell internal names, and which has a place while it is open. */
final class CleanedResult implements QueryStream {
  private final QueryStream stream;
  private final View view;
  private final Places.Place place;

  CleanedResult(QueryStream stream, View view, Places.Place place) {
    this.stream = stream;
    this.view = view;
    this.place = place;
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
    try {
      stream.close();
    } finally {
      place.close();
    }
  }
}
