package dev.nightjar.server.live;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.project.NodeType;
import dev.nightjar.project.PipeFile;
import dev.nightjar.project.Project;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What the queries of a project may read. */
public final class ProjectTables {
  private ProjectTables() {}

  /** The tables: data sources, and the quarantine of each. */
  public static Set<String> of(Project project) {
    Set<String> tables = new HashSet<>();
    for (String datasource : project.datasources().keySet()) {
      tables.add(datasource);
      tables.add(MirrorSpec.quarantineOf(TableName.of(datasource)).name());
    }
    return Set.copyOf(tables);
  }

  /**
   * A pipe that queries may read by its name: not a materialized one, whose rows are in a data
   * source.
   */
  public static Optional<PipeFile> readablePipe(Project project, String name) {
    return Optional.ofNullable(project.pipes().get(name))
        .filter(pipe ->
            pipe.nodes().stream().noneMatch(node -> node.type() instanceof NodeType.Materialized));
  }
}
