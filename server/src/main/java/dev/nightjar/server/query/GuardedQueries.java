package dev.nightjar.server.query;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryResult;
import dev.nightjar.clickhouse.QueryStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs queries that have passed the gate, as their guard says. */
public final class GuardedQueries {
  private final ClickHouse clickHouse;
  private final FilterCheck filters;

  /** Queries of one database. */
  public GuardedQueries(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
    this.filters = new FilterCheck(clickHouse);
  }

  /**
   * Runs a query.
   *
   * @param query made of the gated one; its settings may have more
   * @throws ClickHouseException with words that the caller may hear
   */
  public QueryStream stream(Query query, GatedSql gated) {
    RowGuard guard = gated.guard();
    if (!guard.isRestricted()) {
      return clickHouse.stream(query);
    }
    return run(query, guard, this::opened);
  }

  /** The same with the whole result at once. */
  QueryResult query(Query query, GatedSql gated) {
    RowGuard guard = gated.guard();
    return guard.isRestricted() ? run(query, guard, clickHouse::query) : clickHouse.query(query);
  }

  private interface Run<T> {
    T of(Query query);
  }

  private <T> T run(Query query, RowGuard guard, Run<T> run) {
    try {
      return run.of(with(query, guard.settings()));
    } catch (ClickHouseException e) {
      if (guard.strictly().isPresent() && CallerErrors.mayQuoteRows(e)) {
        return again(with(query, guard.strictly().get()), guard, run);
      }
      throw told(e, guard);
    }
  }

  private <T> T again(Query query, RowGuard guard, Run<T> run) {
    try {
      return run.of(query);
    } catch (ClickHouseException e) {
      throw told(e, guard);
    }
  }

  /** The first piece comes with the opening, so that an error before it can be tried again. */
  private QueryStream opened(Query query) {
    QueryStream stream = clickHouse.stream(query);
    try {
      return new GuardedStream(stream, stream.next());
    } catch (RuntimeException | Error e) {
      stream.close();
      throw e;
    }
  }

  /** A filter that has become invalid is told as such, whatever its error looks like. */
  private ClickHouseException told(ClickHouseException error, RowGuard guard) {
    for (Map.Entry<String, String> filter : new TreeMap<>(guard.filters()).entrySet()) {
      Optional<ClickHouseException> invalid =
          CallerErrors.isOfTheQuery(error)
              ? filters.fault(guard.database(), filter.getKey(), filter.getValue())
              : Optional.empty();
      if (invalid.isPresent()) {
        return new ClickHouseException(
            invalid.get().code(),
            invalid.get().name(),
            "The filter that this token has on the data source '"
                + filter.getKey()
                + "' does not fit it any more: nothing can be read with it until the token gets"
                + " another filter");
      }
    }
    return CallerErrors.told(error);
  }

  private static Query with(Query query, Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(query.settings());
    all.putAll(settings);
    return new Query(
        query.sql(),
        query.format(),
        query.database(),
        query.parameters(),
        all,
        query.access(),
        query.queryId(),
        query.timeout());
  }
}
