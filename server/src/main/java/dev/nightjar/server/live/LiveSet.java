package dev.nightjar.server.live;

import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.FileKind;
import dev.nightjar.project.NodeType;
import dev.nightjar.project.PipeFile;
import dev.nightjar.project.Project;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is deployed in a workspace.
 *
 * @param resources the files
 * @param project the same, understood
 */
public record LiveSet(List<LiveResource> resources, Project project) {

  /** Reads files that were deployed before. */
  public static LiveSet of(List<LiveResource> resources) {
    List<SourceFile> files = resources.stream().map(LiveResource::file).toList();
    return new LiveSet(List.copyOf(resources), ProjectParser.parse(files).project());
  }

  public Optional<LiveResource> find(FileKind kind, String name) {
    return resources.stream()
        .filter(resource -> resource.kind() == kind && resource.name().equals(name))
        .findFirst();
  }

  public Optional<DatasourceFile> datasource(String name) {
    return Optional.ofNullable(project.datasources().get(name));
  }

  public Optional<PipeFile> pipe(String name) {
    return Optional.ofNullable(project.pipes().get(name));
  }

  /** A pipe that is published as an endpoint. */
  public Optional<PipeFile> endpoint(String name) {
    return pipe(name)
        .filter(pipe ->
            pipe.typedNode().filter(node -> node.type() instanceof NodeType.Endpoint).isPresent());
  }

  /** A pipe that queries may read by its name. */
  public Optional<PipeFile> readablePipe(String name) {
    return ProjectTables.readablePipe(project, name);
  }

  /** The tables that queries may read. */
  public Set<String> tables() {
    return ProjectTables.of(project);
  }
}
