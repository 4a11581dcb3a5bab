package dev.nightjar.project;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What must hold between pipes and the resources that they read and write. */
final class PipeChecks {
  private final Project project;
  private final KnownResources known;
  private final ProblemLog log;

  PipeChecks(Project project, KnownResources known, ProblemLog log) {
    this.project = project;
    this.known = known;
    this.log = log;
  }

  void check() {
    for (PipeFile pipe : project.pipes().values()) {
      for (Node node : pipe.nodes()) {
        switch (node.type()) {
          case NodeType.Materialized(String target, Optional<String> _) ->
              checkTarget(target, node.positions().of("DATASOURCE"));
          case NodeType.Copy(String target, Optional<String> _, NodeType.CopyMode _) ->
              checkTarget(target, node.positions().of("TARGET_DATASOURCE"));
          case NodeType.Standard _, NodeType.Endpoint _, NodeType.Sink _ -> {}
        }
      }
      for (List<String> cycle : Dependencies.nodeCycles(pipe)) {
        Node first = pipe.node(cycle.getFirst()).orElseThrow();
        log.error(
            first.sqlPosition(),
            "These nodes read each other in a circle: %s. One of them must go without the others."
                .formatted(circle(cycle)));
      }
    }
    Dependencies dependencies = Dependencies.of(project);
    dependencies.cycles().forEach(cycle -> reportPipes(cycle, "read each other in a circle"));
    if (dependencies.cycles().isEmpty()) {
      checkLoops(dependencies);
    }
  }

  private void checkTarget(String target, Position position) {
    if (target.isEmpty() || known.datasources().contains(target)) {
      return;
    }
    DatasourceFile datasource = project.datasources().get(target);
    if (datasource == null) {
      Set<String> names = new TreeSet<>(known.datasources());
      names.addAll(project.datasources().keySet());
      log.error(
          position,
          "There is no data source `%s` to write to.%s Add a file `datasources/%s.datasource` with the columns of this node."
              .formatted(target, Suggestion.didYouMean(target, names), target));
    } else if (datasource.dynamoDb().isPresent()) {
      log.error(
          position,
          "`%s` mirrors a DynamoDB table and nothing else may write to it. Name another data source."
              .formatted(target));
    }
  }

  /** Materialized views whose rows come back to them. */
  private void checkLoops(Dependencies dependencies) {
    SortedMap<ResourceName, SortedSet<ResourceName>> feeds = new TreeMap<>();
    dependencies.all().forEach((name, needed) -> feeds.put(name, new TreeSet<>(needed)));
    for (PipeFile pipe : project.pipes().values()) {
      ResourceName own = new ResourceName(FileKind.PIPE, pipe.name());
      for (Node node : pipe.nodes()) {
        if (node.type() instanceof NodeType.Materialized(String target, Optional<String> _)) {
          ResourceName written = new ResourceName(FileKind.DATASOURCE, target);
          if (feeds.containsKey(written)) {
            boolean alsoRead =
                pipe.nodes().stream().anyMatch(n -> SqlReferences.of(n.sql()).contains(target));
            feeds.get(written).add(own);
            if (!alsoRead) {
              feeds.get(own).remove(written);
            }
          }
        }
      }
    }
    new Graph<>(feeds)
        .cycles()
        .forEach(cycle ->
            reportPipes(cycle, "write what they read, so that a row would go round for ever"));
  }

  private void reportPipes(List<ResourceName> cycle, String what) {
    cycle.stream()
        .filter(name -> name.kind() == FileKind.PIPE)
        .findFirst()
        .map(name -> project.pipes().get(name.name()))
        .ifPresent(pipe ->
            log.error(
                pipe.positions().start(),
                "These resources %s: %s."
                    .formatted(what, circle(cycle.stream().map(ResourceName::toString).toList()))));
  }

  private static String circle(List<String> names) {
    return names.stream().collect(Collectors.joining(" → ", "", " → " + names.getFirst()));
  }
}
