package dev.nightjar.server.tables;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.project.Node;
import dev.nightjar.project.NodeType;
import dev.nightjar.project.PipeFile;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.query.PipeSql;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which materialized views act on which table, as ClickHouse has it: of all that a view reads, one
 * table sets it off.
 */
final class ViewTargets {
  private final LiveSet live;

  /** The views that a table sets off. */
  private final Map<String, List<String>> views;

  private ViewTargets(LiveSet live, Map<String, List<String>> views) {
    this.live = live;
    this.views = views;
  }

  static ViewTargets in(ClickHouse clickHouse, String database, LiveSet live) {
    Map<String, List<String>> views = new HashMap<>();
    clickHouse
        .rows(
            Query.builder(
                    "SELECT name, arrayJoin(dependencies_table) AS view FROM system.tables"
                        + " WHERE database = {database:String}")
                .parameter("database", database)
                .build())
        .forEach(row ->
            views
                .computeIfAbsent(row.string("name"), name -> new java.util.ArrayList<>())
                .add(row.string("view")));
    return new ViewTargets(live, views);
  }

  /** Whether rows that come into a table go on somewhere. */
  boolean feeds(String table) {
    return views.containsKey(table);
  }

  /**
   * The data sources whose rows come from a table, directly or through others, upstream first.
   *
   * @throws HttpProblem 409 when one of them has rows of other tables or of copies too, which could
   *     not be told apart
   */
  Set<String> reached(String table) {
    Set<String> found = new LinkedHashSet<>(List.of(table));
    Deque<String> waiting = new ArrayDeque<>(List.of(table));
    while (!waiting.isEmpty()) {
      for (String view : views.getOrDefault(waiting.pop(), List.of())) {
        target(view)
            .ifPresent(target -> {
              // once more at the end: it must come behind all that feed it
              found.remove(target);
              found.add(target);
              waiting.add(target);
            });
      }
    }
    views.forEach((source, all) -> {
      for (String view : all) {
        Optional<String> target = target(view).filter(found::contains);
        if (target.isPresent() && !found.contains(source)) {
          throw HttpProblem.conflict(
              "'"
                  + table
                  + "' cannot be replaced: its rows go on to '"
                  + target.get()
                  + "', where rows of '"
                  + source
                  + "' are too (by the materialized view '"
                  + view
                  + "'), and those would be lost. Truncate and append, or separate the two.");
        }
      }
    });
    found.remove(table);
    requireNoCopies(table, found);
    return found;
  }

  private void requireNoCopies(String table, Set<String> targets) {
    for (PipeFile pipe : live.project().pipes().values()) {
      pipe.typedNode()
          .map(Node::type)
          .filter(NodeType.Copy.class::isInstance)
          .map(type -> ((NodeType.Copy) type).targetDatasource())
          .filter(targets::contains)
          .ifPresent(target -> {
            throw HttpProblem.conflict(
                "'"
                    + table
                    + "' cannot be replaced: its rows go on to '"
                    + target
                    + "', where the pipe '"
                    + pipe.name()
                    + "' copies rows too, and those would be lost. Truncate and append, or separate the two.");
          });
    }
  }

  /** The views that write to a data source. */
  List<PipeFile> writing(String target) {
    return live.project().pipes().values().stream()
        .filter(pipe -> target(pipe.name()).filter(target::equals).isPresent())
        .toList();
  }

  /** The query of a view, with other rows in the place of those of some tables. */
  String query(PipeFile view, Map<String, String> instead) {
    String sql = new PipeSql(live::readablePipe, Node::sql).of(view);
    return PipeSql.withExpressions(sql, instead);
  }

  private Optional<String> target(String view) {
    return live.pipe(view)
        .flatMap(PipeFile::typedNode)
        .map(Node::type)
        .filter(NodeType.Materialized.class::isInstance)
        .map(type -> ((NodeType.Materialized) type).datasource());
  }
}
