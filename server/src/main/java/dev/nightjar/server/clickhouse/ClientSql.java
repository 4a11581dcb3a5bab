package dev.nightjar.server.clickhouse;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.inspect.SqlLexer;
import dev.nightjar.clickhouse.inspect.SqlLexer.Token;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Turns what a client calls things into what they are called inside: {@code database.table} into
 * {@code table}, {@code system.tables} into the view of it that the client may see, {@code
 * currentDatabase()} into the name that it has for the client. This makes things easy to name;
 * whether they may be read is decided on its result.
 *
 * @param sql the text with those names
 * @param systemTables the system tables that it names
 */
record ClientSql(String sql, Set<SystemTable> systemTables) {

  static ClientSql of(String sql, View view) {
    List<Token> tokens = SqlLexer.tokens(sql);
    StringBuilder out = new StringBuilder(sql.length());
    Set<SystemTable> used = new LinkedHashSet<>();
    int copied = 0;
    for (int i = 0; i + 2 < tokens.size(); i++) {
      Token first = tokens.get(i);
      if (i > 0 && tokens.get(i - 1).isSymbol(".")) {
        continue;
      }
      Token third = tokens.get(i + 2);
      if (first.isName() && tokens.get(i + 1).isSymbol(".") && third.isName()) {
        if (view.isDatabase(first.text()) && view.isReadable(third.text())) {
          out.append(sql, copied, first.start());
          copied = third.start();
        } else {
          var table = SystemTable.named(first.text(), third.text());
          if (table.isPresent()) {
            used.add(table.get());
            out.append(sql, copied, first.start()).append(table.get().cte());
            copied = third.end();
          }
        }
      } else if (tokens.get(i + 1).isSymbol("(") && third.isSymbol(")")) {
        String constant = constant(first, view);
        if (!constant.isEmpty()) {
          out.append(sql, copied, first.start()).append(Sql.string(constant));
          copied = third.end();
        }
      }
    }
    return new ClientSql(out.append(sql, copied, sql.length()).toString(), used);
  }

  private static String constant(Token function, View view) {
    if (function.kind() != SqlLexer.Kind.WORD) {
      return "";
    }
    return switch (function.text().toLowerCase(Locale.ROOT)) {
      case "currentdatabase", "database", "schema" -> view.database();
      case "currentuser", "user" -> view.user();
      default -> "";
    };
  }
}
