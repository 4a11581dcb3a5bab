package dev.nightjar.server.route;

import dev.nightjar.project.NodeType;
import dev.nightjar.project.PipeFile;
import dev.nightjar.project.SqlReferences;
import dev.nightjar.server.live.LiveSet;
import java.util.List;

/** Which pipes need a data source. */
final class ReadersOf {
  private ReadersOf() {}

  /** The pipes that read it or write to it, by name. */
  static List<String> datasource(LiveSet live, String name) {
    return live.project().pipes().values().stream()
        .filter(pipe -> uses(pipe, name))
        .map(PipeFile::name)
        .sorted()
        .toList();
  }

  private static boolean uses(PipeFile pipe, String name) {
    return pipe.nodes().stream()
        .anyMatch(node ->
            SqlReferences.of(node.sql()).contains(name)
                || switch (node.type()) {
                  case NodeType.Materialized materialized -> materialized.datasource().equals(name);
                  case NodeType.Copy copy -> copy.targetDatasource().equals(name);
                  case NodeType.Standard _, NodeType.Endpoint _, NodeType.Sink _ -> false;
                });
  }
}
