package dev.nightjar.server.route;

import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.NodeType;
import dev.nightjar.project.PipeFile;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code /v0/dependencies}: which pipes use which data sources, for the classic client. */
public final class DependencyRoutes {
  private final LiveSets liveSets;

  public DependencyRoutes(LiveSets liveSets) {
    this.liveSets = liveSets;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.get("/v0/dependencies", Access.WORKSPACE, this::list);
  }

  private Answer list(Exchange exchange) {
    LiveSet live = liveSets.of(exchange.workspace());
    Optional<String> datasource = exchange.query().first("datasource");
    Optional<String> pipe = exchange.query().first("pipe");
    boolean fed = exchange.query().isTrue("check_for_partial_replace");
    boolean withoutReaders = exchange.query().isTrue("no_deps");
    Map<String, Object> found = new TreeMap<>();
    for (String name : live.project().datasources().keySet()) {
      List<String> readers = ReadersOf.datasource(live, name);
      boolean asked =
          datasource.filter(each -> !each.equals(name)).isEmpty()
              && pipe.filter(each -> !readers.contains(each)).isEmpty();
      if (asked
          && (withoutReaders ? readers.isEmpty() : datasource.isPresent() || !readers.isEmpty())) {
        found.put(name, fed ? targets(live, readers, name) : readers);
      }
    }
    return Answer.ok(Json.object("dependencies", found, "incompatible_datasources", Json.object()));
  }

  /** The data sources that materialized views fill from this one. */
  private static List<Map<String, Object>> targets(
      LiveSet live, List<String> readers, String source) {
    return readers.stream()
        .flatMap(name -> live.pipe(name).stream())
        .flatMap(pipe -> target(pipe).stream())
        .filter(target -> !target.equals(source))
        .distinct()
        .map(target ->
            Json.object(
                "datasource",
                target,
                "engine",
                live.datasource(target)
                    .map(DatasourceFile::engine)
                    .flatMap(engine -> engine.name())
                    .orElse("MergeTree")))
        .toList();
  }

  private static Optional<String> target(PipeFile pipe) {
    return pipe.typedNode()
        .map(node -> node.type())
        .filter(NodeType.Materialized.class::isInstance)
        .map(type -> ((NodeType.Materialized) type).datasource());
  }
}
