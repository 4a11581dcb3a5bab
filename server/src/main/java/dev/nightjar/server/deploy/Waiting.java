package dev.nightjar.server.deploy;

import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.DynamoDbImport;
import dev.nightjar.project.FileKind;
import dev.nightjar.project.NodeType;
import dev.nightjar.project.PipeFile;
import dev.nightjar.project.Project;
import dev.nightjar.project.ResourceName;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Parts a deployment whose data sources are built beside: what keeps its old version until they are
 * swapped, and what is live meanwhile. What names a data source or a pipe that waits, and changed,
 * waits with it; so does what such a pipe writes to, and the connection of the old version. A name
 * is taken for a reading wherever it stands: what waits for nothing is only late.
 */
final class Waiting {
  private final Plan plan;
  private final LiveSet live;
  private final Set<ResourceName> waiting = new TreeSet<>();

  private Waiting(Plan plan) {
    this.plan = plan;
    this.live = plan.live();
  }

  /**
   * Finds what waits.
   *
   * @param datasources those that are built beside
   */
  static Waiting of(Plan plan, List<DatasourceStep> datasources) {
    Waiting found = new Waiting(plan);
    datasources.forEach(step -> found.add(new ResourceName(FileKind.DATASOURCE, step.name())));
    return found;
  }

  /** Lets all wait that the deployment changes. */
  static Waiting all(Plan plan) {
    Waiting all = new Waiting(plan);
    all.waiting.addAll(all.changed());
    return all;
  }

  Set<ResourceName> names() {
    return Set.copyOf(waiting);
  }

  /** What is live meanwhile. */
  Intended meanwhile() {
    List<SourceFile> files = new ArrayList<>();
    plan.files().stream().filter(file -> !waits(file)).forEach(files::add);
    Set<ResourceName> byApi =
        plan.byApi().stream()
            .filter(name -> !waiting.contains(name))
            .collect(Collectors.toCollection(HashSet::new));
    for (LiveResource resource : live.resources()) {
      ResourceName name = new ResourceName(resource.kind(), resource.name());
      if (waiting.contains(name)) {
        files.add(resource.file());
        if (!resource.uploaded()) {
          byApi.add(name);
        }
      }
    }
    return new Intended(files, byApi);
  }

  private boolean waits(SourceFile file) {
    return file.kind()
        .filter(kind -> waiting.contains(new ResourceName(kind, file.name())))
        .isPresent();
  }

  private Set<ResourceName> changed() {
    return Stream.of(plan.names().added(), plan.names().changed(), plan.names().deleted())
        .flatMap(Set::stream)
        .collect(Collectors.toSet());
  }

  private void add(ResourceName name) {
    if (!waiting.add(name)) {
      return;
    }
    Predicate<String> names = names(name.name());
    Set<ResourceName> changed = changed();
    for (Project project : List.of(plan.project(), live.project())) {
      for (PipeFile pipe : project.pipes().values()) {
        ResourceName reader = new ResourceName(FileKind.PIPE, pipe.name());
        if (changed.contains(reader) && names.test(pipe.source().text())) {
          add(reader);
        }
      }
      if (name.kind() == FileKind.PIPE) {
        target(project, name.name()).filter(changed::contains).ifPresent(this::add);
      }
    }
    if (name.kind() == FileKind.DATASOURCE) {
      live.datasource(name.name())
          .flatMap(DatasourceFile::dynamoDb)
          .map(DynamoDbImport::connectionName)
          .map(connection -> new ResourceName(FileKind.CONNECTION, connection))
          .filter(plan.names().deleted()::contains)
          .ifPresent(waiting::add);
    }
  }

  private static Predicate<String> names(String name) {
    return Pattern.compile("(?<!\\w)" + Pattern.quote(name) + "(?!\\w)").asPredicate();
  }

  private static Optional<ResourceName> target(Project project, String pipe) {
    return Optional.ofNullable(project.pipes().get(pipe))
        .flatMap(PipeFile::typedNode)
        .map(node -> node.type())
        .filter(NodeType.Materialized.class::isInstance)
        .map(type ->
            new ResourceName(FileKind.DATASOURCE, ((NodeType.Materialized) type).datasource()));
  }
}
