package dev.nightjar.server.query;

import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Rows;
import java.time.Duration;

/** The names of a query's columns, where they might tell a secret. */
final class ResultNames {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final GuardedQueries queries;

  ResultNames(GuardedQueries queries) {
    this.queries = queries;
  }

  /**
   * Refuses a query whose columns are named after a secret, as ClickHouse names them where the SQL
   * does not. It asks ClickHouse, which reads no row for that, where a secret is bound at all.
   *
   * @throws SqlRefusedException when one is
   * @throws dev.nightjar.clickhouse.ClickHouseException when the query does not make sense
   */
  void requireNoSecret(GatedSql gated, String database) {
    SecretTexts secrets = SecretTexts.in(gated.parameters());
    if (secrets.isEmpty()) {
      return;
    }
    Query.Builder query =
        Query.builder("DESCRIBE TABLE (\n" + gated.sql() + "\n)")
            .format(Rows.FORMAT)
            .database(database)
            .timeout(LONGEST)
            .readOnly();
    gated.parameters().forEach(query::parameter);
    for (Row column : Rows.parse(queries.query(query.build(), gated).bytes())) {
      if (secrets.areIn(column.string("name")) || secrets.areIn(column.string("type"))) {
        throw new SqlRefusedException(
            "A column that is made of a secret has no name of its own, and would be named after its value. Name it: … AS name.");
      }
    }
  }
}
