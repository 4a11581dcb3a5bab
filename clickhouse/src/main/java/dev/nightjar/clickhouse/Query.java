package dev.nightjar.clickhouse;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A query and how to answer it.
 *
 * @param sql one statement, without {@code FORMAT}
 * @param format ClickHouse's name of the result's format: {@code JSON}, {@code JSONCompactEachRow},
 *     {@code Native} …
 * @param database what unqualified table names refer to
 * @param parameters values of the {@code {name:Type}} placeholders
 * @param settings settings of this query alone; they hold with {@link Access#READ_ONLY} too, where
 *     the query's own text cannot change any
 * @param access on whose behalf it runs
 * @param queryId chosen by the caller, unique among running statements
 * @param timeout after this long, waiting included, the query is cancelled ({@link
 *     CancelledException}); none: never
 */
public record Query(
    String sql,
    String format,
    String database,
    Map<String, Parameter> parameters,
    Map<String, String> settings,
    Access access,
    Optional<String> queryId,
    Optional<Duration> timeout) {

  /** Copies the maps. */
  public Query {
    parameters = Map.copyOf(parameters);
    settings = Map.copyOf(settings);
  }

  /** A trusted query in the database {@code default}, answered as {@code JSONCompactEachRow}. */
  public static Query of(String sql) {
    return builder(sql).build();
  }

  /** Starts from the same defaults as {@link #of}. */
  public static Builder builder(String sql) {
    return new Builder(sql);
  }

  /** The same in another format. */
  public Query withFormat(String name) {
    return new Query(sql, name, database, parameters, settings, access, queryId, timeout);
  }

  /** Puts a query together. */
  public static final class Builder {
    private final String sql;
    private String format = "JSONCompactEachRow";
    private String database = TableName.DEFAULT_DATABASE;
    private Map<String, Parameter> parameters = Map.of();
    private Map<String, String> settings = Map.of();
    private Access access = Access.TRUSTED;
    private Optional<String> queryId = Optional.empty();
    private Optional<Duration> timeout = Optional.empty();

    private Builder(String sql) {
      this.sql = sql;
    }

    /** ClickHouse's name of the result's format. */
    public Builder format(String name) {
      format = name;
      return this;
    }

    /** What unqualified table names refer to. */
    public Builder database(String name) {
      database = name;
      return this;
    }

    /** One more parameter, as plain text. */
    public Builder parameter(String name, String value) {
      return parameter(name, Parameter.of(value));
    }

    /** One more parameter. */
    public Builder parameter(String name, Parameter value) {
      parameters = Maps.plus(parameters, name, value);
      return this;
    }

    /** One more setting of this query. */
    public Builder setting(String name, String value) {
      settings = Maps.plus(settings, name, value);
      return this;
    }

    /** Runs it as somebody else's SQL. */
    public Builder readOnly() {
      access = Access.READ_ONLY;
      return this;
    }

    /** Names the query. */
    public Builder id(String id) {
      queryId = Optional.of(id);
      return this;
    }

    /** Cancels the query after this long. */
    public Builder timeout(Duration duration) {
      timeout = Optional.of(duration);
      return this;
    }

    /** The query. */
    public Query build() {
      return new Query(sql, format, database, parameters, settings, access, queryId, timeout);
    }
  }
}
