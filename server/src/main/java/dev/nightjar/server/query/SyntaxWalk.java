package dev.nightjar.server.query;

import dev.nightjar.clickhouse.inspect.AstNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks at every node of a syntax tree: each must be of a known kind and each function on the list.
 * Notes what it names.
 */
final class SyntaxWalk {
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

  private final AllowedFunctions functions;

  private final Set<String> tables = new LinkedHashSet<>();
  private final Set<String> columns = new LinkedHashSet<>();
  private final Set<String> aliases = new LinkedHashSet<>();
  private final Set<String> renamed = new HashSet<>();
  private final Set<String> afterIn = new LinkedHashSet<>();
  private boolean sawStructure;

  SyntaxWalk(AllowedFunctions functions) {
    this.functions = functions;
  }

  /** What the tree names. */
  SqlGate.Named named() {
    return new SqlGate.Named(tables, columns, aliases);
  }

  /** Whether a string decides on what may run: columns that it describes, or a format. */
  boolean sawStructure() {
    return sawStructure;
  }

  /**
   * Looks at a tree.
   *
   * @param but nodes of it that are left out
   * @throws SqlRefusedException where a part is not on a list
   */
  void through(AstNode root, List<AstNode> but) {
    Deque<AstNode> waiting = new ArrayDeque<>();
    waiting.push(root);
    while (!waiting.isEmpty()) {
      AstNode node = waiting.pop();
      if (but.stream().anyMatch(known -> known == node)) {
        continue;
      }
      if (!KINDS.contains(node.kind())) {
        throw new SqlRefusedException(refusalOf(node));
      }
      if (!node.alias().isEmpty()) {
        aliases.add(node.alias());
      }
      switch (node.kind()) {
        case "TableExpression" -> {
          for (AstNode child : node.children()) {
            if (child.kind().equals("Function")) {
              tableFunction(child);
              child.children().forEach(waiting::push);
            } else {
              waiting.push(child);
            }
          }
        }
        case "TableIdentifier" -> tables.add(node.text());
        case "Identifier" -> {
          columns.add(node.text());
          if (!node.alias().isEmpty()) {
            renamed.add(node.alias());
          }
        }
        case "Function" -> {
          function(node);
          node.children().forEach(waiting::push);
        }
        default -> node.children().forEach(waiting::push);
      }
    }
    requireNoOtherNames();
  }

  /**
   * The other names of identifiers: with {@code WITH system.users AS orders}, ClickHouse before its
   * new analyzer reads {@code 1 IN orders} from {@code system.users}.
   */
  private void requireNoOtherNames() {
    for (String table : afterIn) {
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

  private void tableFunction(AstNode node) {
    if (!node.alias().isEmpty()) {
      aliases.add(node.alias());
    }
    if (!functions.allowsAsTable(node.text())) {
      throw new SqlRefusedException(
          "The table function '" + node.text() + "' cannot be used in queries.");
    }
    Optional<AstNode> first =
        node.children().stream().flatMap(list -> list.children().stream()).findFirst();
    if (WITH_A_STRUCTURE.contains(node.text().toLowerCase(Locale.ROOT)) && first.isPresent()) {
      sawStructure = true;
      checkStructure(node.text(), first.get());
    }
  }

  private void function(AstNode node) {
    // its first argument may be a placeholder's value
    sawStructure |= node.text().toLowerCase(Locale.ROOT).startsWith("formatrow");
    if (!functions.allows(node.text()) && !writesJson(node)) {
      throw new SqlRefusedException(
          "The function '" + node.text() + "' cannot be used in queries.");
    }
    if (IN_FUNCTIONS.stream().anyMatch(node.text()::equalsIgnoreCase)) {
      for (AstNode list : node.children()) {
        if (list.children().size() == 2 && list.children().get(1).kind().equals("Identifier")) {
          tables.add(list.children().get(1).text());
          afterIn.add(list.children().get(1).text());
        }
      }
    }
  }

  /**
   * A row as a text: {@code formatRow('JSONEachRow', *)}, as {@code tb logs} asks for it. Some of
   * the other formats read files.
   */
  private static boolean writesJson(AstNode node) {
    return (node.text().equalsIgnoreCase("formatRow")
            || node.text().equalsIgnoreCase("formatRowNoNewline"))
        && node.children().stream()
            .flatMap(list -> list.children().stream())
            .findFirst()
            .filter(format -> format.kind().equals("Literal"))
            .filter(format -> format.text().equals("'JSONEachRow'"))
            .isPresent();
  }

  private static String refusalOf(AstNode node) {
    return switch (node.kind()) {
      case "Set" -> "SETTINGS cannot be used in queries.";
      case "ColumnsApplyTransformer" -> "APPLY cannot be used in queries.";
      default -> "This kind of SQL cannot be used in queries (" + node.kind() + ").";
    };
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
}
