package dev.nightjar.server.query;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.inspect.SqlLexer.Token;
import dev.nightjar.server.live.LiveSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A query in which {@code tinybird.jobs_log} and the like are named as what is put before it: by
 * the table's name alone, unless something else has it. This makes things easy to name; whether
 * they may be read is decided on its result.
 *
 * @param sql the text with those names
 * @param expressions the queries that answer for them, by name
 */
public record ServiceNames(String sql, Map<String, String> expressions) {
  private static final Set<String> SCHEMAS = Set.of("tinybird", "nightjar");

  /** Copies the map, in its order. */
  public ServiceNames {
    expressions = Collections.unmodifiableMap(new LinkedHashMap<>(expressions));
  }

  /** The query, with those that answer for the names before it. */
  public String whole() {
    return PipeSql.withViews(sql, expressions);
  }

  /** Finds them; a text that names none stays as it is. */
  public static ServiceNames of(String sql, String database, LiveSet live, ServiceTables tables) {
    SqlTokens text = SqlTokens.of(sql);
    List<Token> tokens = text.all();
    StringBuilder out = new StringBuilder(sql.length());
    Map<String, String> expressions = new LinkedHashMap<>();
    int copied = 0;
    for (int i = 0; i + 2 < tokens.size(); i++) {
      Token schema = tokens.get(i);
      Token table = tokens.get(i + 2);
      boolean qualified =
          schema.isName()
              && SCHEMAS.contains(schema.text())
              && tokens.get(i + 1).isSymbol(".")
              && table.isName()
              && !(i > 0 && tokens.get(i - 1).isSymbol("."));
      if (qualified) {
        Optional<String> query = tables.query(database, live, schema.text(), table.text());
        if (query.isPresent()) {
          String name = name(schema.text(), table.text(), live, text);
          expressions.put(name, query.get());
          out.append(sql, copied, schema.start()).append(Sql.identifier(name));
          copied = table.end();
        }
      }
    }
    return new ServiceNames(out.append(sql, copied, sql.length()).toString(), expressions);
  }

  private static String name(String schema, String table, LiveSet live, SqlTokens text) {
    boolean taken =
        live.tables().contains(table)
            || live.pipe(table).isPresent()
            || text.withNames().contains(table);
    return taken ? "__" + schema + "_" + table : table;
  }
}
