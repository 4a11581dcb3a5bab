package dev.nightjar.clickhouse.inspect;

import dev.nightjar.clickhouse.ClickHouseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code EXPLAIN AST} prints: a node a line, a space of indentation a level.
 *
 * <pre>
 * ExpressionList (children 2)
 *  Identifier x
 *  Function count (alias n) (children 1)
 * </pre>
 *
 * <p>Names are printed as they are, so a hostile one could pass for something else. Refused with
 * ClickHouse's SYNTAX_ERROR (62): names with a line break, with {@code "(alias "} or {@code
 * "(children "}; quoted names with a dot that a table's name begins or ends with, because {@code
 * `a.b`} and {@code a.b} print alike; and every text whose counts of children do not agree with its
 * indentation.
 */
public final class AstText {
  private static final Pattern COUNT = Pattern.compile("(.*) \\(children (\\d+)\\)");
  private static final Pattern NODE =
      Pattern.compile("( *)(\\S+)(?: (.*?))??(?: \\(alias (.*)\\))?");

  private AstText() {}

  /**
   * Reads a tree.
   *
   * @param text what EXPLAIN AST printed, unescaped
   * @param formatted the same statement in the engine's own formatting
   */
  public static AstNode parse(String text, String formatted) {
    Set<String> names = QuotedNames.in(formatted);
    for (String name : names) {
      if (name.contains("\n") || name.contains("(alias ") || name.contains("(children ")) {
        throw refused("a name with a line break, '(alias ' or '(children ' in it is not supported");
      }
    }
    AstNode root = tree(text);
    List<String> tables = root.texts("TableIdentifier").toList();
    for (String name : names) {
      for (String table : tables) {
        if (name.contains(".")
            && (table.equals(name) || table.startsWith(name + ".") || table.endsWith("." + name))) {
          throw refused("a database or table with a dot in its name is not supported: " + name);
        }
      }
    }
    return root;
  }

  private static AstNode tree(String text) {
    Deque<Open> path = new ArrayDeque<>();
    List<AstNode> roots = new ArrayList<>();
    for (String line : text.split("\n")) {
      Matcher counted = COUNT.matcher(line);
      boolean parent = counted.matches();
      Matcher m = NODE.matcher(parent ? counted.group(1) : line);
      if (!m.matches() || m.group(1).length() != path.size() || !roots.isEmpty()) {
        throw unreadable();
      }
      path.push(
          new Open(
              m.group(2),
              orEmpty(m.group(3)),
              orEmpty(m.group(4)),
              parent ? Integer.parseInt(counted.group(2)) : 0));
      while (!path.isEmpty() && path.peek().complete()) {
        AstNode done = path.pop().close();
        (path.isEmpty() ? roots : path.peek().children).add(done);
      }
    }
    if (roots.size() != 1) {
      throw unreadable();
    }
    return roots.getFirst();
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private static ClickHouseException unreadable() {
    return refused("the statement's syntax tree cannot be read");
  }

  private static ClickHouseException refused(String message) {
    return new ClickHouseException(62, "SYNTAX_ERROR", message);
  }

  private record Open(String kind, String text, String alias, int count, List<AstNode> children) {
    Open(String kind, String text, String alias, int count) {
      this(kind, text, alias, count, new ArrayList<>());
    }

    boolean complete() {
      return children.size() == count;
    }

    AstNode close() {
      return new AstNode(kind, text, alias, children);
    }
  }
}
