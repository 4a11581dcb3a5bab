package dev.nightjar.server.clickhouse;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.inspect.SqlLexer;
import dev.nightjar.clickhouse.inspect.SqlLexer.Token;
import java.util.List;
import java.util.Optional;

/**
 * Reads the statements by which clients look around (SHOW, DESCRIBE, EXISTS, USE), and says the
 * same with a SELECT wherever that can be.
 */
final class Catalog {
  private final View view;
  private final String sql;
  private final List<Token> tokens;
  private int at;

  private Catalog(String sql, View view) {
    this.view = view;
    this.sql = sql;
    this.tokens = SqlLexer.tokens(sql);
  }

  /** What a statement comes down to. */
  sealed interface Meaning {
    /** A query. */
    record Select(String sql) implements Meaning {}

    /** The columns of a table. */
    record DescribeTable(String table) implements Meaning {}

    /** The columns of a query's result. */
    record DescribeQuery(String sql) implements Meaning {}

    /** Nothing is to be done. */
    record Nothing() implements Meaning {}
  }

  /**
   * Understands one statement.
   *
   * @throws dev.nightjar.clickhouse.ClickHouseException when it is none that may run here
   */
  static Meaning understand(String sql, View view) {
    return new Catalog(sql, view).statement();
  }

  private Meaning statement() {
    if (is("SELECT") || is("WITH") || is("FROM") || isSymbol("(")) {
      return new Meaning.Select(sql);
    }
    if (take("SHOW")) {
      return show();
    }
    if (take("DESCRIBE") || take("DESC")) {
      return describe();
    }
    if (take("EXISTS")) {
      return exists();
    }
    if (take("USE")) {
      String database = name();
      end();
      requireDatabase(database);
      return new Meaning.Nothing();
    }
    throw Refusals.readOnly(view.user());
  }

  private Meaning show() {
    boolean full = take("FULL");
    if (take("DATABASES") || take("SCHEMAS")) {
      return new Meaning.Select("SELECT name FROM system.databases WHERE 1" + filter());
    }
    if (take("TABLES")) {
      String database = inDatabase(view.database());
      return new Meaning.Select(
          "SELECT name"
              + (full ? ", if(engine = 'View', 'VIEW', 'BASE TABLE') AS table_type" : "")
              + " FROM system.tables WHERE database = "
              + Sql.string(database)
              + filter());
    }
    if (take("COLUMNS") || take("FIELDS")) {
      if (!take("FROM") && !take("IN")) {
        throw unreadable();
      }
      Optional<String> qualified = schemaOfNext();
      String table = name();
      String database = inDatabase(qualified.orElse(view.database()));
      return new Meaning.Select(
          "SELECT name AS field, type, if(type LIKE '%Nullable(%', 'YES', 'NO') AS `null`,"
              + " if(is_in_sorting_key, 'PRI SOR', '') AS key, NULL AS default, '' AS extra"
              + " FROM system.columns WHERE database = "
              + Sql.string(database)
              + " AND table = "
              + Sql.string(table)
              + filter());
    }
    throw Refusals.readOnly(view.user());
  }

  private Meaning describe() {
    take("TABLE");
    if (isSymbol("(")) {
      int end = tokens.getLast().end();
      return new Meaning.DescribeQuery(
          "SELECT * FROM " + sql.substring(tokens.get(at).start(), end));
    }
    int start = tokens.size() > at ? tokens.get(at).start() : sql.length();
    String first = name();
    if (isSymbol(".")) {
      at++;
      String second = name();
      end();
      if (SystemTable.named(first, second).isPresent() || isService(first, second)) {
        return new Meaning.DescribeQuery(
            "SELECT * FROM " + sql.substring(start, tokens.getLast().end()));
      }
      requireDatabase(first);
      return described(second);
    }
    end();
    return described(first);
  }

  private Meaning described(String name) {
    if (view.readable().table(name)) {
      return new Meaning.DescribeTable(name);
    }
    if (view.isReadable(name)) {
      return new Meaning.DescribeQuery("SELECT * FROM " + Sql.identifier(name));
    }
    throw Refusals.unknownTable(name);
  }

  private Meaning exists() {
    if (take("DATABASE")) {
      String database = name();
      end();
      return truth(view.isDatabase(database) || view.isService(database));
    }
    boolean view1 = take("VIEW");
    take("TEMPORARY");
    take("TABLE");
    String first = name();
    boolean known;
    if (isSymbol(".")) {
      at++;
      String second = name();
      known =
          SystemTable.named(first, second).isPresent()
              || isService(first, second)
              || (view.isDatabase(first) && isThere(second, view1));
    } else {
      known = isThere(first, view1);
    }
    end();
    return truth(known);
  }

  private boolean isService(String database, String table) {
    return view.service().contains(new TableName(database, table));
  }

  private boolean isThere(String name, boolean asView) {
    return asView ? view.readable().pipe(name).isPresent() : view.isReadable(name);
  }

  private static Meaning truth(boolean known) {
    return new Meaning.Select("SELECT toUInt8(" + (known ? 1 : 0) + ") AS result");
  }

  /** {@code [NOT] LIKE '…'}, {@code WHERE …}, {@code LIMIT …}, as they were written. */
  private String filter() {
    String condition = "";
    int start = at;
    boolean not = take("NOT");
    if (take("LIKE") || take("ILIKE")) {
      String word = tokens.get(at - 1).text();
      Token pattern = current();
      if (pattern.kind() != SqlLexer.Kind.STRING) {
        throw unreadable();
      }
      at++;
      condition =
          " AND name "
              + (not ? "NOT " : "")
              + word
              + " "
              + sql.substring(pattern.start(), pattern.end());
    } else if (not) {
      throw unreadable();
    } else if (take("WHERE")) {
      at = tokens.size();
      return " AND ("
          + sql.substring(tokens.get(start + 1).start(), tokens.getLast().end())
          + "\n)";
    }
    String limit = "";
    if (take("LIMIT")) {
      Token count = current();
      if (count.kind() != SqlLexer.Kind.NUMBER) {
        throw unreadable();
      }
      at++;
      limit = " LIMIT " + count.text();
    }
    end();
    return condition + " ORDER BY name" + limit;
  }

  private String inDatabase(String otherwise) {
    return take("FROM") || take("IN") ? shown(name()) : otherwise;
  }

  /** The database before the dot, where a table's name has one. */
  private Optional<String> schemaOfNext() {
    if (at + 1 >= tokens.size() || !tokens.get(at + 1).isSymbol(".")) {
      return Optional.empty();
    }
    String database = shown(name());
    at++;
    return Optional.of(database);
  }

  /** What a database that can be named is called in the system tables. */
  private String shown(String database) {
    if (view.isService(database)) {
      return database;
    }
    requireDatabase(database);
    return view.database();
  }

  private void requireDatabase(String name) {
    if (!view.isDatabase(name)) {
      throw Refusals.unknownDatabase(name);
    }
  }

  private String name() {
    Token token = current();
    if (!token.isName()) {
      throw unreadable();
    }
    at++;
    return token.text();
  }

  private Token current() {
    if (at >= tokens.size()) {
      throw Refusals.syntax("The statement ends too early");
    }
    return tokens.get(at);
  }

  private void end() {
    if (at < tokens.size()) {
      throw unreadable();
    }
  }

  private dev.nightjar.clickhouse.ClickHouseException unreadable() {
    return Refusals.syntax("'" + current().text() + "' cannot stand here");
  }

  private boolean take(String word) {
    boolean found = is(word);
    if (found) {
      at++;
    }
    return found;
  }

  private boolean is(String word) {
    return at < tokens.size() && tokens.get(at).isWord(word);
  }

  private boolean isSymbol(String symbol) {
    return at < tokens.size() && tokens.get(at).isSymbol(symbol);
  }
}
