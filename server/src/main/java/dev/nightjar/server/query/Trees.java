package dev.nightjar.server.query;

import dev.nightjar.clickhouse.inspect.AstNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Compares syntax trees. */
final class Trees {
  private static final String SELECT = "SelectQuery";

  private Trees() {}

  /**
   * The common table expressions that a query begins with.
   *
   * @param expected how they must look, in order
   * @return as many nodes of the query
   * @throws SqlRefusedException when the query does not begin with them
   */
  static List<AstNode> leading(AstNode root, List<AstNode> expected) {
    List<AstNode> found = withList(root);
    if (found.size() < expected.size()) {
      throw unlike();
    }
    List<AstNode> leading = found.subList(0, expected.size());
    for (int i = 0; i < expected.size(); i++) {
      if (!alike(leading.get(i), expected.get(i))) {
        throw unlike();
      }
    }
    return leading;
  }

  /** What stands first in a query: where it begins with WITH, its list. */
  static List<AstNode> withList(AstNode root) {
    AstNode node = root;
    while (!node.kind().equals(SELECT) && !node.children().isEmpty()) {
      node = node.children().getFirst();
    }
    return node.children().isEmpty() ? List.of() : node.children().getFirst().children();
  }

  private static SqlRefusedException unlike() {
    return new SqlRefusedException(
        "This query cannot be put together with the pipes that it reads: write it without them, or"
            + " inside SELECT * FROM ( ... ).");
  }

  private static boolean alike(AstNode one, AstNode other) {
    Deque<AstNode> ones = new ArrayDeque<>(List.of(one));
    Deque<AstNode> others = new ArrayDeque<>(List.of(other));
    while (!ones.isEmpty()) {
      AstNode a = ones.pop();
      AstNode b = others.pop();
      if (!a.kind().equals(b.kind())
          || !a.text().equals(b.text())
          || !a.alias().equals(b.alias())
          || a.children().size() != b.children().size()) {
        return false;
      }
      a.children().forEach(ones::push);
      b.children().forEach(others::push);
    }
    return true;
  }
}
