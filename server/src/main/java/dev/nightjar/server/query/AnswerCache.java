package dev.nightjar.server.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.QueryStatistics;
import dev.nightjar.server.live.LiveSet;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Answers of endpoints with {@code CACHE n}, kept n seconds. An answer is found again by the query
 * that it answers: its text, its bound values, the filters that its token is held to, and the
 * deployment. So no token sees what another one's filters or fixed parameters let it see, and a
 * deployment leaves all answers behind. A query passes the gate before its answer is looked for.
 */
final class AnswerCache {
  /** Far below what the server needs for itself; what is used least goes first. */
  private static final long MOST_BYTES = 64L << 20;

  private final Cache<Key, Kept> answers;

  AnswerCache(Ticker time) {
    this.answers =
        Caffeine.newBuilder()
            .ticker(time)
            .maximumWeight(MOST_BYTES)
            .weigher((Key key, Kept kept) -> key.weight() + kept.body().length)
            .expireAfter(Expiry.<Key, Kept>writing((key, kept) -> kept.keep()))
            .build();
  }

  /**
   * What is kept.
   *
   * @param body whole
   * @param rows of the result
   * @param keep how long it is kept
   */
  record Kept(byte[] body, long rows, Duration keep) {

    /** What an answer from here has cost: nothing was read. */
    QueryStatistics cost() {
      return new QueryStatistics(Duration.ZERO, rows, 0, 0);
    }
  }

  /**
   * What an answer answers.
   *
   * @param live compared by identity: each deployment makes another one
   */
  record Key(
      LiveSet live,
      String database,
      String sql,
      Map<String, Parameter> parameters,
      Map<String, String> settings,
      ResultFormat format) {

    static Key of(QueryRequest request, GatedSql gated, ResultFormat format) {
      return new Key(
          request.live(),
          request.workspace().database(),
          gated.sql(),
          gated.parameters(),
          gated.settings(),
          format);
    }

    int weight() {
      return 2
          * (sql.length()
              + parameters.values().stream().mapToInt(value -> value.encoded().length()).sum()
              + settings.values().stream().mapToInt(String::length).sum());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && live == key.live
          && database.equals(key.database)
          && sql.equals(key.sql)
          && parameters.equals(key.parameters)
          && settings.equals(key.settings)
          && format == key.format;
    }

    @Override
    public int hashCode() {
      return Objects.hash(
          System.identityHashCode(live), database, sql, parameters, settings, format);
    }
  }

  Optional<Kept> find(Key key) {
    return Optional.ofNullable(answers.getIfPresent(key));
  }

  void keep(Key key, Kept answer) {
    answers.put(key, answer);
  }
}
