package dev.nightjar.clickhouse.inspect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
 * <p>A name with a line break in it prints as two lines. Every count of children is checked, so
 * such a text is refused.
 */
public final class AstText {
  private static final Pattern LINE =
      Pattern.compile(
          "( *)(\\S+)(?: (.*?))?(?: \\(alias (.*)\\))?(?: \\(children (\\d+)\\))?", Pattern.DOTALL);

  private AstText() {}

  /**
   * Reads a tree.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static AstNode parse(byte[] text) {
    Deque<Open> path = new ArrayDeque<>();
    AstNode root = null;
    for (String line : new String(text, StandardCharsets.UTF_8).split("\n")) {
      Matcher m = LINE.matcher(line);
      if (!m.matches() || root != null) {
        throw unreadable();
      }
      Open node =
          new Open(
              m.group(2),
              m.group(3) == null ? "" : m.group(3),
              m.group(4) == null ? "" : m.group(4),
              m.group(5) == null ? 0 : Integer.parseInt(m.group(5)));
      if (m.group(1).length() != path.size()) {
        throw unreadable();
      }
      path.push(node);
      while (!path.isEmpty() && path.peek().complete()) {
        AstNode done = path.pop().close();
        if (path.isEmpty()) {
          root = done;
        } else {
          path.peek().children.add(done);
        }
      }
    }
    if (root == null) {
      throw unreadable();
    }
    return root;
  }

  private static IllegalArgumentException unreadable() {
    return new IllegalArgumentException(
        "the statement's syntax tree cannot be read; names with line breaks are not supported");
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
