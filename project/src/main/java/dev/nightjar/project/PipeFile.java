package dev.nightjar.project;

import java.util.List;
import java.util.Optional;

/**
 * A {@code .pipe} file.
 *
 * @param nodes in the order of the file; at most one is not {@link NodeType.Standard}
 * @param others directives that have no field here
 */
public record PipeFile(
    String name,
    SourceFile source,
    Optional<String> description,
    List<Node> nodes,
    List<TokenGrant> tokens,
    List<String> tags,
    List<Directive> others,
    Positions positions) {
  public PipeFile {
    nodes = List.copyOf(nodes);
    tokens = List.copyOf(tokens);
    tags = List.copyOf(tags);
    others = List.copyOf(others);
  }

  /**
   * The node that makes the pipe an endpoint, a materialized view, a copy or a sink; empty if all
   * are plain.
   */
  public Optional<Node> typedNode() {
    return nodes.stream().filter(node -> !(node.type() instanceof NodeType.Standard)).findFirst();
  }

  /** The node of that name. */
  public Optional<Node> node(String nodeName) {
    return nodes.stream().filter(node -> node.name().equals(nodeName)).findFirst();
  }
}
