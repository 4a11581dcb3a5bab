package dev.nightjar.server.query;

import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.inspect.AstNode;
import dev.nightjar.clickhouse.inspect.Classification;
import dev.nightjar.clickhouse.inspect.SqlInspector;
import dev.nightjar.clickhouse.inspect.SqlLexer;
import dev.nightjar.clickhouse.inspect.StatementClass;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Decides whether a text of SQL from outside may run. ClickHouse's own parser takes it apart
 * (nothing is evaluated) and every part must be on a list: one SELECT, known kinds of nodes, {@link
 * AllowedFunctions}, a few table functions, and tables that the caller may read. What {@code
 * readonly = 1} leaves open (scalar {@code file()}, {@code INTO OUTFILE}, {@code merge()}, {@code
 * system.*}, {@code SETTINGS} …) does not get as far as that.
 */
public final class SqlGate {
  private static final Set<String> KINDS =
      Set.of(
          "SelectWithUnionQuery",
          "SelectQuery",
          "SelectIntersectExceptQuery",
          "ExpressionList",
          "Identifier",
          "TableIdentifier",
          "Literal",
          "Function",
          "Asterisk",
          "QualifiedAsterisk",
          "ColumnsTransformerList",
          "ColumnsExceptTransformer",
          "ColumnsReplaceTransformer",
          "ColumnsReplaceTransformer::Replacement",
          "ColumnsRegexpMatcher",
          "ColumnsListMatcher",
          "QualifiedColumnsRegexpMatcher",
          "QualifiedColumnsListMatcher",
          "TablesInSelectQuery",
          "TablesInSelectQueryElement",
          "TableExpression",
          "TableJoin",
          "ArrayJoin",
          "SampleRatio",
          "Subquery",
          "WithElement",
          "OrderByElement",
          "InterpolateElement",
          "WindowDefinition",
          "WindowListElement");

  /** Their second argument may be the bare name of a table. */
  private static final Set<String> IN_FUNCTIONS =
      Set.of(
          "in",
          "notIn",
          "nullIn",
          "notNullIn",
          "globalIn",
          "globalNotIn",
          "globalNullIn",
          "globalNotNullIn");

  /** Table functions whose first argument may be columns; of values() in a literal only. */
  private static final Set<String> WITH_A_STRUCTURE = Set.of("values", "null");

  private static final Pattern COMPUTED_COLUMN =
      Pattern.compile("\\b(DEFAULT|MATERIALIZED|EPHEMERAL|ALIAS|TTL)\\b", Pattern.CASE_INSENSITIVE);

  /** In a literal as the syntax tree prints it. */
  private static final Pattern ESCAPE = Pattern.compile("\\\\.");

  private final SqlInspector inspector;
  private final AllowedFunctions functions = AllowedFunctions.load();

  public SqlGate(SqlInspector inspector) {
    this.inspector = inspector;
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
    Set<String> withNames = SqlTokens.of(sql).withNames();
    walk(root, name -> withNames.contains(name) || readable.test(name));
  }

  /**
   * The other names of identifiers: with {@code WITH system.users AS orders}, ClickHouse before its
   * new analyzer reads {@code 1 IN orders} from {@code system.users}.
   */
  private static Set<String> renamedIdentifiers(AstNode root) {
    Set<String> renamed = new HashSet<>();
    root.all()
        .filter(node -> node.kind().equals("Identifier") && !node.alias().isEmpty())
        .forEach(node -> renamed.add(node.alias()));
    return renamed;
  }

  /**
   * Lets an expression of a data source (a default, a key) pass, or not: no query, no table,
   * allowed functions only.
   *
   * @throws SqlRefusedException when it may not be used
   * @throws dev.nightjar.clickhouse.ClickHouseException when it does not parse
   */
  public void checkExpression(String expression) {
    if (!isBalanced(expression)) {
      throw new SqlRefusedException("The expression's brackets do not match.");
    }
    AstNode root = inspector.ast("SELECT (" + expression + "\n)", Map.of());
    Set<String> kinds = new HashSet<>();
    root.all().forEach(node -> kinds.add(node.kind()));
    if (!root.kind().equals("SelectWithUnionQuery")
        || root.children().size() != 1
        || kinds.contains("TablesInSelectQuery")
        || kinds.contains("Subquery")) {
      throw new SqlRefusedException(
          "Only an expression over the row's own columns can stand here.");
    }
    walk(root, name -> false);
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

  private void walk(AstNode root, Predicate<String> readable) {
    Set<String> renamed = renamedIdentifiers(root);
    Deque<AstNode> waiting = new ArrayDeque<>();
    waiting.push(root);
    while (!waiting.isEmpty()) {
      AstNode node = waiting.pop();
      if (!KINDS.contains(node.kind())) {
        throw new SqlRefusedException(refusalOf(node));
      }
      switch (node.kind()) {
        case "TableExpression" -> {
          for (AstNode child : node.children()) {
            if (child.kind().equals("Function")) {
              checkTableFunction(child);
              child.children().forEach(waiting::push);
            } else {
              waiting.push(child);
            }
          }
        }
        case "TableIdentifier" -> checkTable(node.text(), readable);
        case "Function" -> {
          checkFunction(node, readable, renamed);
          node.children().forEach(waiting::push);
        }
        default -> node.children().forEach(waiting::push);
      }
    }
  }

  private static String refusalOf(AstNode node) {
    return switch (node.kind()) {
      case "Set" -> "SETTINGS cannot be used in queries.";
      case "ColumnsApplyTransformer" -> "APPLY cannot be used in queries.";
      default -> "This kind of SQL cannot be used in queries (" + node.kind() + ").";
    };
  }

  private void checkTableFunction(AstNode node) {
    if (!functions.allowsAsTable(node.text())) {
      throw new SqlRefusedException(
          "The table function '" + node.text() + "' cannot be used in queries.");
    }
    Optional<AstNode> first =
        node.children().stream().flatMap(list -> list.children().stream()).findFirst();
    if (WITH_A_STRUCTURE.contains(node.text().toLowerCase(Locale.ROOT)) && first.isPresent()) {
      checkStructure(node.text(), first.get());
    }
  }

  /**
   * What {@code 'a String ALIAS file(…)'} computes is in a string, where the syntax tree does not
   * show it.
   */
  private static void checkStructure(String function, AstNode structure) {
    boolean written = structure.kind().equals("Literal") || function.equalsIgnoreCase("values");
    String columns = ESCAPE.matcher(structure.text()).replaceAll(" ");
    if (!written || COMPUTED_COLUMN.matcher(columns).find()) {
      throw new SqlRefusedException(
          "The first argument of '"
              + function
              + "' can be names and types of columns, without DEFAULT, ALIAS and the like.");
    }
  }

  private void checkFunction(AstNode node, Predicate<String> readable, Set<String> renamed) {
    if (!functions.allows(node.text())) {
      throw new SqlRefusedException(
          "The function '" + node.text() + "' cannot be used in queries.");
    }
    if (IN_FUNCTIONS.stream().anyMatch(node.text()::equalsIgnoreCase)) {
      for (AstNode list : node.children()) {
        if (list.children().size() == 2 && list.children().get(1).kind().equals("Identifier")) {
          String table = list.children().get(1).text();
          checkTable(table, readable);
          if (renamed.contains(table)) {
            throw new SqlRefusedException(
                "After IN, '"
                    + table
                    + "' may be a table or the other name of something else:"
                    + " write IN (SELECT ... FROM "
                    + table
                    + ").");
          }
        }
      }
    }
  }

  private static void checkTable(String name, Predicate<String> readable) {
    if (!readable.test(name)) {
      throw SqlRefusedException.unknownTable(
          "There is no data source or pipe '" + name + "' in this workspace that can be read.");
    }
  }
}
