package dev.nightjar.server.push;

import dev.nightjar.project.DatafileWriter;
import dev.nightjar.project.Node;
import dev.nightjar.project.NodeType;
import dev.nightjar.project.PipeFile;
import dev.nightjar.project.SourceFile;
import java.util.List;
import java.util.OptionalInt;

/** A pipe whose node is an endpoint, or none. */
public final class PublishedPipe {
  private PublishedPipe() {}

  /** The pipe with one node as its endpoint. */
  public static SourceFile endpoint(PipeFile pipe, String node) {
    return written(
        pipe,
        pipe.nodes().stream()
            .map(each ->
                typed(
                    each,
                    each.name().equals(node)
                        ? new NodeType.Endpoint(OptionalInt.empty())
                        : new NodeType.Standard()))
            .toList());
  }

  /** The pipe whose nodes are published as nothing. */
  public static SourceFile plain(PipeFile pipe) {
    return written(
        pipe, pipe.nodes().stream().map(each -> typed(each, new NodeType.Standard())).toList());
  }

  private static Node typed(Node node, NodeType type) {
    return new Node(
        node.name(),
        node.description(),
        node.sql(),
        node.template(),
        type,
        node.positions(),
        node.sqlPosition());
  }

  private static SourceFile written(PipeFile pipe, List<Node> nodes) {
    return new SourceFile(
        pipe.source().path(),
        DatafileWriter.write(
            new PipeFile(
                pipe.name(),
                pipe.source(),
                pipe.description(),
                nodes,
                pipe.tokens(),
                pipe.tags(),
                pipe.others(),
                pipe.positions())));
  }
}
