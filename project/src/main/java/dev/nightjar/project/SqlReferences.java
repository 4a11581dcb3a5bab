package dev.nightjar.project;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The names that a query reads from, found without understanding SQL: what follows FROM, JOIN, a
 * comma after those, or IN. Names of common table expressions, table functions and names with a
 * database before them do not count. It looks into both sides of a template's conditions. It may
 * name more than the query reads, never a table that no FROM, JOIN or IN names.
 */
public final class SqlReferences {
  private static final Set<String> AFTER_A_TABLE =
      Set.of(
          "WHERE",
          "PREWHERE",
          "GROUP",
          "ORDER",
          "HAVING",
          "LIMIT",
          "OFFSET",
          "UNION",
          "EXCEPT",
          "INTERSECT",
          "SETTINGS",
          "FORMAT",
          "WINDOW",
          "QUALIFY",
          "ON",
          "USING",
          "SELECT");

  private final List<SqlText.Token> tokens;
  private final SortedSet<String> names = new TreeSet<>();
  private final Set<String> ctes = new HashSet<>();

  private SqlReferences(String sql) {
    this.tokens = SqlText.tokens(sql);
  }

  /** The names that the SQL reads from, as they are written, without quotes. */
  public static SortedSet<String> of(String sql) {
    return new SqlReferences(sql).scan();
  }

  private SortedSet<String> scan() {
    // For each open bracket, and for the outermost level: whether a comma brings one more table.
    ArrayDeque<Boolean> listing = new ArrayDeque<>();
    listing.push(false);
    for (int i = 0; i < tokens.size(); i++) {
      SqlText.Token token = tokens.get(i);
      if (token.isSymbol('(')) {
        listing.push(false);
      } else if (token.isSymbol(')')) {
        if (listing.size() > 1) {
          listing.pop();
        }
      } else if (token.isSymbol(',')) {
        if (listing.peek()) {
          table(i + 1);
        }
      } else if (token.isWord("FROM") || token.isWord("JOIN")) {
        setTop(listing, true);
        table(i + 1);
      } else if (token.isWord("IN")) {
        table(i + 1);
      } else if (isAfterATable(token)) {
        setTop(listing, false);
      }
      if (token.isIdentifier()
          && i + 2 < tokens.size()
          && tokens.get(i + 1).isWord("AS")
          && tokens.get(i + 2).isSymbol('(')) {
        ctes.add(token.identifier());
      }
    }
    names.removeAll(ctes);
    return names;
  }

  /**
   * The table at this place; behind a template's tags there may be several, of which one is read.
   */
  private void table(int from) {
    int i = from;
    while (i < tokens.size()) {
      SqlText.Token token = tokens.get(i);
      boolean tag = token.kind() == SqlText.Kind.TAG;
      boolean choice = i == from || tokens.get(i - 1).kind() == SqlText.Kind.TAG;
      if (!tag && !(choice && token.isIdentifier() && !isAfterATable(token))) {
        return;
      }
      boolean followed =
          i + 1 < tokens.size()
              && (tokens.get(i + 1).isSymbol('(') || tokens.get(i + 1).isSymbol('.'));
      if (!tag && !followed) {
        names.add(token.identifier());
      }
      i++;
    }
  }

  private static boolean isAfterATable(SqlText.Token token) {
    return token.kind() == SqlText.Kind.WORD
        && AFTER_A_TABLE.contains(token.text().toUpperCase(Locale.ROOT));
  }

  private static void setTop(ArrayDeque<Boolean> stack, boolean value) {
    stack.pop();
    stack.push(value);
  }
}
