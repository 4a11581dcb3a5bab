package dev.nightjar.server.route;

import dev.nightjar.project.FileKind;
import dev.nightjar.project.Node;
import dev.nightjar.project.NodeType;
import dev.nightjar.project.PipeFile;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.ResourceName;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.deploy.Outcome;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.push.PipeBody;
import dev.nightjar.server.push.PublishedPipe;
import dev.nightjar.server.query.PipeAuthoring;
import dev.nightjar.server.query.QueriedTables;
import dev.nightjar.server.rights.Permission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pipes one by one, as the classic client makes, publishes and deletes them. */
public final class PipePushes {
  private static final int NO_CONTENT = 204;

  private final LiveSets liveSets;
  private final SingleChanges changes;
  private final QueriedTables tables;
  private final PipeAuthoring authoring;

  /**
   * Routes that are added to an API by {@link #addTo}.
   *
   * @param changes makes, changes and deletes one resource of what is live
   * @param tables tells what a node's SQL reads
   * @param authoring whether somebody may write a pipe
   */
  public PipePushes(
      LiveSets liveSets, SingleChanges changes, QueriedTables tables, PipeAuthoring authoring) {
    this.liveSets = liveSets;
    this.changes = changes;
    this.tables = tables;
    this.authoring = authoring;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.post("/v0/pipes", Access.SCOPED, this::create);
    api.delete("/v0/pipes/{name}", Access.SCOPED, this::delete);
    api.post("/v0/pipes/{name}/nodes/{node}/endpoint", Access.SCOPED, this::publish);
    api.delete("/v0/pipes/{name}/nodes/{node}/endpoint", Access.SCOPED, this::unpublish);
    api.delete("/v0/pipes/{name}/nodes/{node}/materialization", Access.SCOPED, this::unpublish);
    api.put("/v0/pipes/{name}/nodes/{node}/copy", Access.WORKSPACE, this::scheduled);
    api.get("/v0/pipes/{name}/nodes/{node}/analysis", Access.SCOPED, this::analysis);
    api.post("/v0/sql_tables", Access.SCOPED, this::sqlTables);
  }

  private Answer create(Exchange exchange) {
    exchange.require(Permission.PIPES_CREATE);
    SourceFile file = PipeBody.file(Json.parse(exchange.text()));
    LiveSet live = liveSets.of(exchange.workspace());
    boolean there = live.find(FileKind.PIPE, file.name()).isPresent();
    if (there && !exchange.query().isTrue("force")) {
      throw HttpProblem.conflict("There is a pipe `" + file.name() + "` already.");
    }
    requireAuthor(exchange, file);
    Outcome outcome = changes.put(exchange, file, false);
    LiveSet now = liveSets.of(exchange.workspace());
    LiveResource made = now.find(FileKind.PIPE, file.name()).orElseThrow();
    Map<String, Object> json = PipeJson.of(exchange, now, made);
    now.pipe(made.name())
        .flatMap(PipeFile::typedNode)
        .map(Node::type)
        .ifPresent(type -> {
          if (type instanceof NodeType.Materialized materialized) {
            json.put("datasource", Json.object("name", materialized.datasource()));
            json.put("created_datasource", false);
            // a new view is filled by its deployment, so that job has populated it
            String job = "deployment-" + outcome.deployment().number();
            json.put(
                "job",
                Json.object("id", job, "job_id", job, "job_url", JobJson.url(exchange, job)));
          }
        });
    return Answer.ok(json);
  }

  private Answer delete(Exchange exchange) {
    LiveResource pipe = dropped(exchange);
    changes.remove(exchange, Set.of(new ResourceName(FileKind.PIPE, pipe.name())));
    return new Answer.Text(NO_CONTENT, "application/json", "");
  }

  /** A token that may not delete a pipe does not learn whether there is one. */
  private LiveResource dropped(Exchange exchange) {
    String wanted = exchange.path("name");
    Optional<LiveResource> found =
        liveSets.of(exchange.workspace()).resources().stream()
            .filter(each -> each.kind() == FileKind.PIPE)
            .filter(each -> each.name().equals(wanted) || each.id().equals(wanted))
            .findFirst();
    exchange.require(Permission.PIPES_DROP, found.map(LiveResource::name).orElse(wanted));
    return found.orElseThrow(() -> HttpProblem.notFound("There is no pipe '" + wanted + "'."));
  }

  private void requireAuthor(Exchange exchange, SourceFile file) {
    if (!exchange.rights().areAll()) {
      PipeFile pipe =
          Optional.ofNullable(ProjectParser.parse(List.of(file)).project().pipes().get(file.name()))
              .orElseThrow(() -> HttpProblem.badRequest("The pipe cannot be read."));
      authoring.require(
          exchange.workspace(), liveSets.of(exchange.workspace()), exchange.rights(), pipe);
    }
  }

  private Answer publish(Exchange exchange) {
    exchange.require(Permission.PIPES_CREATE);
    PipeFile pipe = live(exchange);
    return changed(exchange, PublishedPipe.endpoint(pipe, node(pipe, exchange).name()));
  }

  private Answer unpublish(Exchange exchange) {
    exchange.require(Permission.PIPES_CREATE);
    return changed(exchange, PublishedPipe.plain(live(exchange)));
  }

  private Answer changed(Exchange exchange, SourceFile file) {
    requireAuthor(exchange, file);
    changes.put(exchange, file, false);
    LiveSet now = liveSets.of(exchange.workspace());
    return Answer.ok(
        PipeJson.of(exchange, now, now.find(FileKind.PIPE, file.name()).orElseThrow()));
  }

  /** A copy's mode and schedule, which came with the pipe already: this confirms them. */
  private Answer scheduled(Exchange exchange) {
    LiveResource resource = require(exchange);
    PipeFile pipe = live(exchange);
    if (!(node(pipe, exchange).type() instanceof NodeType.Copy)) {
      throw HttpProblem.badRequest(
          "The node `" + exchange.path("node") + "` of `" + pipe.name() + "` is no copy node.");
    }
    return Answer.ok(PipeJson.of(exchange, liveSets.of(exchange.workspace()), resource));
  }

  /** The client asks what there is to warn of, before a materialized node becomes one. */
  private Answer analysis(Exchange exchange) {
    exchange.require(Permission.PIPES_CREATE);
    node(live(exchange), exchange);
    return Answer.ok(Json.object("warnings", List.of()));
  }

  private Answer sqlTables(Exchange exchange) {
    exchange.require(Permission.PIPES_CREATE);
    String sql = exchange.parameters().first("q").orElse("");
    List<List<String>> named =
        tables.of(exchange.workspace(), liveSets.of(exchange.workspace()), sql).stream()
            .map(table -> List.of(table.schema(), table.name(), ""))
            .toList();
    return Answer.ok(Json.object("tables", named));
  }

  private LiveResource require(Exchange exchange) {
    return PipeRoutes.require(exchange, liveSets.of(exchange.workspace()), exchange.path("name"));
  }

  private PipeFile live(Exchange exchange) {
    return liveSets.of(exchange.workspace()).pipe(require(exchange).name()).orElseThrow();
  }

  private Node node(PipeFile pipe, Exchange exchange) {
    String wanted = exchange.path("node");
    String prefix = require(exchange).id() + "_";
    return pipe.node(wanted.startsWith(prefix) ? wanted.substring(prefix.length()) : wanted)
        .orElseThrow(() ->
            HttpProblem.notFound("The pipe `" + pipe.name() + "` has no node '" + wanted + "'."));
  }
}
