package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.MaterializedView;
import dev.nightjar.project.Node;
import dev.nightjar.project.NodeType;
import dev.nightjar.project.PipeFile;
import dev.nightjar.project.Project;
import dev.nightjar.server.live.ProjectTables;
import dev.nightjar.server.query.PipeSql;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The materialized views of a project, and which data sources each reads and writes. */
final class Views {
  /**
   * @param pipe the pipe's name, which is the view's too
   * @param select its query
   * @param sources the data sources that it reads
   * @param target the data source that it writes
   */
  record View(String pipe, String select, Set<String> sources, String target) {
    MaterializedView definition(String database) {
      return MaterializedView.of(
          new TableName(database, pipe), new TableName(database, target), select);
    }
  }

  private final Map<String, View> views;

  private Views(Map<String, View> views) {
    this.views = views;
  }

  /**
   * @throws dev.nightjar.server.query.CircularPipesException when pipes read each other in a circle
   */
  static Views of(Project project) {
    Map<String, View> views = new LinkedHashMap<>();
    for (PipeFile pipe : project.pipes().values()) {
      target(pipe)
          .ifPresent(target -> {
            PipeSql sql = new PipeSql(name -> ProjectTables.readablePipe(project, name), Node::sql);
            Set<String> sources = new HashSet<>(sql.tables(pipe));
            sources.retainAll(project.datasources().keySet());
            views.put(
                pipe.name(), new View(pipe.name(), sql.of(pipe), Set.copyOf(sources), target));
          });
    }
    return new Views(views);
  }

  private static Optional<String> target(PipeFile pipe) {
    return pipe.typedNode()
        .map(Node::type)
        .filter(NodeType.Materialized.class::isInstance)
        .map(type -> ((NodeType.Materialized) type).datasource());
  }

  Optional<View> find(String pipe) {
    return Optional.ofNullable(views.get(pipe));
  }

  Set<String> targets() {
    return views.values().stream().map(View::target).collect(Collectors.toSet());
  }

  /** Every data source whose rows reach the view, directly or through other views. */
  Set<String> feeders(View view) {
    Set<String> found = new HashSet<>();
    addFeeders(view, found);
    return found;
  }

  private void addFeeders(View view, Set<String> found) {
    for (String source : view.sources()) {
      if (found.add(source)) {
        views.values().stream()
            .filter(other -> other.target().equals(source))
            .forEach(other -> addFeeders(other, found));
      }
    }
  }

  /** Every data source whose rows reach one of these, directly or through other views. */
  Set<String> feeders(Set<String> targets) {
    Set<String> found = new HashSet<>();
    views.values().stream()
        .filter(view -> targets.contains(view.target()))
        .forEach(view -> addFeeders(view, found));
    return found;
  }

  /** Every data source that the view's rows reach, directly or through other views. */
  Set<String> reached(View view) {
    Set<String> found = new HashSet<>();
    addReached(view, found);
    return found;
  }

  private void addReached(View view, Set<String> found) {
    if (found.add(view.target())) {
      views.values().stream()
          .filter(other -> other.sources().contains(view.target()))
          .forEach(other -> addReached(other, found));
    }
  }

  /**
   * Readers before writers: a view comes before those that write into its sources. Made and filled
   * in this order, a view that is filled later feeds those that stand already, so that every row
   * reaches each of them once.
   */
  List<View> downstreamFirst() {
    List<View> upstreamFirst = new ArrayList<>();
    Set<String> done = new HashSet<>();
    views.values().forEach(view -> addAfterItsWriters(view, done, upstreamFirst));
    Collections.reverse(upstreamFirst);
    return upstreamFirst;
  }

  private void addAfterItsWriters(View view, Set<String> done, List<View> ordered) {
    if (done.add(view.pipe())) {
      views.values().stream()
          .filter(other -> view.sources().contains(other.target()))
          .forEach(other -> addAfterItsWriters(other, done, ordered));
      ordered.add(view);
    }
  }
}
