package dev.nightjar.server.query;

import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Rows;
import java.util.Map;
import java.util.stream.Collectors;

/** The names of a query's columns, where they might tell a secret. */
final class ResultNames {
  private final QueryLook look;

  ResultNames(QueryLook look) {
    this.look = look;
  }

  /**
   * Refuses a query whose columns are named after a secret, as ClickHouse names them where the SQL
   * does not. It asks ClickHouse, which reads no row for that but in scalar subqueries, where a
   * secret is bound at all.
   *
   * @throws SqlRefusedException when one is, or when it takes too long to find out
   * @throws dev.nightjar.clickhouse.ClickHouseException when the query does not make sense
   */
  void requireNoSecret(GatedSql gated) {
    SecretTexts secrets = SecretTexts.in(gated.parameters());
    if (secrets.isEmpty()) {
      return;
    }
    for (Row column : of(gated)) {
      if (secrets.areIn(column.string("name")) || secrets.areIn(column.string("type"))) {
        throw new SqlRefusedException(
            "A column that is made of a secret has no name of its own, and would be named after its value. Name it: … AS name.");
      }
    }
  }

  /**
   * The columns of a query's result, each with its {@code name} and {@code type}.
   *
   * @throws SqlRefusedException when it takes too long to find out
   * @throws dev.nightjar.clickhouse.ClickHouseException when the query does not make sense
   */
  Rows of(GatedSql gated) {
    return Rows.parse(
        look.ask(
            "DESCRIBE TABLE (\n" + gated.sql() + "\n)",
            gated,
            Rows.FORMAT,
            "how the columns of the query are named"));
  }

  /**
   * The same as {@link #requireNoSecret(GatedSql)} for a pipe that another query reads: that one
   * may turn the names of its columns into values, and choose columns by a pattern of their names.
   *
   * @param pipe its query
   * @param parameters of the query that reads it, those of the pipe among them
   */
  void requireNoSecret(String pipe, Map<String, Parameter> parameters, RowGuard guard) {
    Map<String, Parameter> own =
        parameters.entrySet().stream()
            .filter(parameter -> pipe.contains(parameter.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    requireNoSecret(new GatedSql(pipe, own, guard));
  }
}
