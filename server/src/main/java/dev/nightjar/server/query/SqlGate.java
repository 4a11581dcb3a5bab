package dev.nightjar.server.query;

import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.inspect.AstNode;
import dev.nightjar.clickhouse.inspect.Classification;
import dev.nightjar.clickhouse.inspect.SqlInspector;
import dev.nightjar.clickhouse.inspect.SqlLexer;
import dev.nightjar.clickhouse.inspect.StatementClass;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Decides whether a text of SQL from outside may run. ClickHouse's own parser takes it apart
 * (nothing is evaluated) and every part must be on a list: one SELECT, known kinds of nodes, {@link
 * AllowedFunctions}, a few table functions, and tables that the caller may read. What {@code
 * readonly = 1} leaves open (scalar {@code file()}, {@code INTO OUTFILE}, {@code merge()}, {@code
 * system.*}, {@code SETTINGS} …) does not get as far as that.
 */
public final class SqlGate {
  /** They make several rows of one. */
  private static final Set<String> NOT_IN_FILTERS = Set.of("arrayjoin", "unnest");

  private static final int REMEMBERED = 1_000;
  private static final int LONGEST_REMEMBERED = 32 << 10;

  private final SqlInspector inspector;
  private final AllowedFunctions functions = AllowedFunctions.load();
  private final Map<String, Named> known =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Named> eldest) {
              return size() > REMEMBERED;
            }
          });

  public SqlGate(SqlInspector inspector) {
    this.inspector = inspector;
  }

  /**
   * What a text that may run names.
   *
   * @param tables where tables stand: tables, and common table expressions
   * @param columns where columns stand, as they are written
   * @param aliases other names that it gives to things
   */
  record Named(Set<String> tables, Set<String> columns, Set<String> aliases) {
    /** Keeps the order, in which they are complained about. */
    Named {
      tables = Collections.unmodifiableSet(new LinkedHashSet<>(tables));
      columns = Collections.unmodifiableSet(new LinkedHashSet<>(columns));
      aliases = Collections.unmodifiableSet(new LinkedHashSet<>(aliases));
    }
  }

  /**
   * Lets a query pass, or not.
   *
   * @param sql exactly the text that is to run
   * @param parameters the values of its placeholders
   * @param readable whether the caller may read the table of that name
   * @throws SqlRefusedException when it may not run
   * @throws dev.nightjar.clickhouse.ClickHouseException when it does not parse
   */
  public void check(String sql, Map<String, Parameter> parameters, Predicate<String> readable) {
    Set<String> withNames = SqlTokens.of(sql).withNames();
    requireTables(named(sql, parameters), name -> withNames.contains(name) || readable.test(name));
  }

  /**
   * Lets what names tables pass, or not.
   *
   * @throws SqlRefusedException when one of them may not be read
   */
  static void requireTables(Named named, Predicate<String> readable) {
    for (String table : named.tables()) {
      if (!readable.test(table)) {
        throw SqlRefusedException.unknownTable(table);
      }
    }
  }

  /**
   * The tables that a query names, in their order; common table expressions are none.
   *
   * @throws SqlRefusedException when it may not run whatever it reads
   * @throws dev.nightjar.clickhouse.ClickHouseException when it does not parse
   */
  public List<String> tables(String sql) {
    Set<String> withNames = SqlTokens.of(sql).withNames();
    return named(sql, Map.of()).tables().stream()
        .filter(name -> !withNames.contains(name))
        .toList();
  }

  /**
   * Lets a query pass but for the tables that it reads, or not. What was found is kept for the next
   * request where it cannot depend on the values of the placeholders.
   *
   * @throws SqlRefusedException when it may not run
   * @throws dev.nightjar.clickhouse.ClickHouseException when it does not parse
   */
  Named named(String sql, Map<String, Parameter> parameters) {
    Named found = known.get(sql);
    if (found != null) {
      return found;
    }
    SyntaxWalk walk = new SyntaxWalk(functions);
    walk.through(tree(sql, parameters), List.of());
    Named named = walk.named();
    if (sql.length() <= LONGEST_REMEMBERED
        && (parameters.isEmpty() || !(walk.sawStructure() || mayNameByParameter(sql)))) {
      known.put(sql, named);
    }
    return named;
  }

  /**
   * The same, but for some nodes at the beginning of the query that are known already.
   *
   * @param trusted the common table expressions that the query begins with, exactly
   * @throws SqlRefusedException also when it does not begin with them
   */
  Named namedAfter(List<AstNode> trusted, String sql, Map<String, Parameter> parameters) {
    AstNode root = tree(sql, parameters);
    SyntaxWalk walk = new SyntaxWalk(functions);
    walk.through(root, Trees.leading(root, trusted));
    return walk.named();
  }

  /** A placeholder of the type Identifier is a name, not a value. */
  private static boolean mayNameByParameter(String sql) {
    return sql.toLowerCase(Locale.ROOT).contains("identifier");
  }

  /**
   * The syntax tree of one SELECT.
   *
   * @throws SqlRefusedException when it is none, or more than one
   */
  AstNode tree(String sql, Map<String, Parameter> parameters) {
    if (sql.isBlank()) {
      throw new SqlRefusedException("There is no query: send SQL.");
    }
    AstNode root = inspector.ast(sql, parameters);
    Classification classification = inspector.classify(sql, parameters);
    if (classification.statements() > 1) {
      throw new SqlRefusedException("Only one statement can be run at a time.");
    }
    if (!root.kind().equals("SelectWithUnionQuery")
        || classification.statementClass() != StatementClass.READ_ONLY) {
      throw new SqlRefusedException("Only SELECT queries can be run here.");
    }
    if (root.children().size() != 1) {
      throw new SqlRefusedException(
          "FORMAT (except at the very end), INTO OUTFILE and SETTINGS cannot be used in queries.");
    }
    return root;
  }

  /**
   * Lets an expression of a data source (a default, a key) pass, or not: no query, no table,
   * allowed functions only.
   *
   * @throws SqlRefusedException when it may not be used
   * @throws dev.nightjar.clickhouse.ClickHouseException when it does not parse
   */
  public void checkExpression(String expression) {
    walked(parsed(expression));
  }

  /**
   * Lets a condition on the rows of a data source pass, or not: an expression as above that is
   * about one row.
   *
   * @return whether that was decided by the value of a literal
   * @throws SqlRefusedException when it may not be used
   * @throws dev.nightjar.clickhouse.ClickHouseException when it does not parse
   */
  boolean checkFilter(String condition) {
    AstNode root = parsed(condition);
    for (AstNode node : root.all().toList()) {
      if (node.kind().equals("Function")
          && NOT_IN_FILTERS.contains(node.text().toLowerCase(Locale.ROOT))) {
        throw new SqlRefusedException(
            "The function '" + node.text() + "' cannot be used in filters.");
      }
    }
    return walked(root).sawStructure();
  }

  /** The tree of an expression, about which nothing is known but that it is one. */
  private AstNode parsed(String expression) {
    if (!isBalanced(expression)) {
      throw new SqlRefusedException("The expression's brackets do not match.");
    }
    AstNode root = inspector.ast("SELECT (" + expression + "\n)", Map.of());
    if (!root.kind().equals("SelectWithUnionQuery")
        || root.children().size() != 1
        || root.all()
            .anyMatch(node ->
                node.kind().equals("TablesInSelectQuery") || node.kind().equals("Subquery"))) {
      throw new SqlRefusedException(
          "Only an expression over the row's own columns can stand here.");
    }
    return root;
  }

  private SyntaxWalk walked(AstNode expression) {
    SyntaxWalk walk = new SyntaxWalk(functions);
    walk.through(expression, List.of());
    requireTables(walk.named(), name -> false);
    return walk;
  }

  private static boolean isBalanced(String expression) {
    Deque<String> open = new ArrayDeque<>();
    for (SqlLexer.Token token : SqlTokens.of(expression).all()) {
      if (token.kind() == SqlLexer.Kind.SYMBOL) {
        switch (token.text()) {
          case "(", "[", "{" -> open.push(token.text());
          case ")" -> {
            if (open.isEmpty() || !open.pop().equals("(")) {
              return false;
            }
          }
          case "]" -> {
            if (open.isEmpty() || !open.pop().equals("[")) {
              return false;
            }
          }
          case "}" -> {
            if (open.isEmpty() || !open.pop().equals("{")) {
              return false;
            }
          }
          case ";" -> {
            return false;
          }
          default -> {
            // any other symbol is part of the expression
          }
        }
      }
    }
    return open.isEmpty();
  }
}
