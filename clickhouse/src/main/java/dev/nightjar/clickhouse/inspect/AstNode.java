package dev.nightjar.clickhouse.inspect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * A node of a syntax tree as {@code EXPLAIN AST} prints it.
 *
 * <p>To allow-list a query, look at the kinds as well as at functions and tables. The tree does not
 * name everything: {@code * APPLY(f)} is a {@code ColumnsApplyTransformer} without the function's
 * name; {@code SETTINGS} is a {@code Set} without its names; the table in {@code x IN t} is an
 * {@code Identifier}, not a {@code TableIdentifier}; {@code FORMAT} and {@code INTO OUTFILE} are
 * further children of the root. A {@code TableIdentifier} in a table's place is not always a table:
 * it may be the name of a common table expression ({@code WithElement}, which prints no name).
 *
 * @param kind ClickHouse's name of the node: {@code SelectWithUnionQuery}, {@code Function}, {@code
 *     TableIdentifier}, {@code Literal} …
 * @param text what follows the kind: a function's name, a table's name, a literal; may be empty
 * @param alias the node's alias; may be empty
 * @param children in order
 */
public record AstNode(String kind, String text, String alias, List<AstNode> children) {

  /** Copies the children. */
  public AstNode {
    children = List.copyOf(children);
  }

  /** This node and all below it, in order; a tree may be as deep as it likes. */
  public Stream<AstNode> all() {
    List<AstNode> all = new ArrayList<>();
    Deque<AstNode> waiting = new ArrayDeque<>();
    waiting.push(this);
    while (!waiting.isEmpty()) {
      AstNode node = waiting.pop();
      all.add(node);
      node.children.reversed().forEach(waiting::push);
    }
    return all.stream();
  }

  /** The texts of all nodes of a kind, this one included. */
  public Stream<String> texts(String ofKind) {
    return all().filter(node -> node.kind.equals(ofKind)).map(AstNode::text);
  }
}
