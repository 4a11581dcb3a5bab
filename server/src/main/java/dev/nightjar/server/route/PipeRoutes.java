package dev.nightjar.server.route;

import dev.nightjar.project.FileKind;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.query.ResultFormat;
import dev.nightjar.server.rights.Permission;
import java.util.List;
import java.util.Optional;

/**
 * {@code /v0/pipes} and {@code /v1/pipes}: what is deployed, its text, and, by an extension, what
 * it answers.
 */
public final class PipeRoutes {
  private final LiveSets liveSets;
  private final QueryRoutes queries;

  public PipeRoutes(LiveSets liveSets, QueryRoutes queries) {
    this.liveSets = liveSets;
    this.queries = queries;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    for (String version : List.of("/v0", "/v1")) {
      api.get(version + "/pipes", Access.SCOPED, this::list);
      api.get(version + "/pipes/{name}", Access.SCOPED, this::get);
    }
    api.post("/v0/pipes/{name}", Access.SCOPED, this::post);
  }

  private Answer list(Exchange exchange) {
    LiveSet live = liveSets.of(exchange.workspace());
    return Answer.ok(
        Json.object(
            "pipes",
            live.resources().stream()
                .filter(resource -> resource.kind() == FileKind.PIPE)
                .filter(pipe -> exchange.rights().allow(Permission.PIPES_READ, pipe.name()))
                .map(resource -> PipeJson.of(exchange, live, resource))
                .toList()));
  }

  private Answer get(Exchange exchange) {
    String path = exchange.path("name");
    Optional<ResultFormat> format = ResultFormat.ofExtension(extension(path));
    if (format.isPresent()) {
      return queries.endpoint(exchange, withoutExtension(path), format.get());
    }
    boolean text =
        extension(path).equals("pipe")
            || exchange.query().first("format").filter("pipe"::equals).isPresent();
    LiveSet live = liveSets.of(exchange.workspace());
    LiveResource resource =
        require(exchange, live, extension(path).equals("pipe") ? withoutExtension(path) : path);
    if (text) {
      // its SQL tells what else there is
      exchange.require(Permission.WORKSPACE_READ_ALL);
      return Answer.text(resource.file().text());
    }
    return Answer.ok(PipeJson.of(exchange, live, resource));
  }

  private Answer post(Exchange exchange) {
    String path = exchange.path("name");
    ResultFormat format =
        ResultFormat.ofExtension(extension(path))
            .orElseThrow(() ->
                HttpProblem.notFound(
                    "Ask for '" + path + ".json' (or .csv, .ndjson) to read an endpoint."));
    return queries.endpoint(exchange, withoutExtension(path), format);
  }

  private static String extension(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? "" : path.substring(dot + 1);
  }

  private static String withoutExtension(String path) {
    return path.substring(0, path.lastIndexOf('.'));
  }

  /** A token that may not read a pipe does not learn whether there is one. */
  static LiveResource require(Exchange exchange, LiveSet live, String name) {
    Optional<LiveResource> found =
        live.resources().stream()
            .filter(each -> each.kind() == FileKind.PIPE)
            .filter(each -> each.name().equals(name) || each.id().equals(name))
            .findFirst();
    if (found.isEmpty() || !exchange.rights().allow(Permission.PIPES_READ, found.get().name())) {
      exchange.require(Permission.PIPES_READ, name);
    }
    return found.orElseThrow(() -> HttpProblem.notFound("There is no pipe '" + name + "'."));
  }
}
