package dev.nightjar.server.route;

import dev.nightjar.project.FileKind;
import dev.nightjar.project.Node;
import dev.nightjar.project.NodeType;
import dev.nightjar.project.PipeFile;
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
import dev.nightjar.server.template.Template;
import dev.nightjar.server.template.TemplateParameter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
                .map(resource -> json(exchange, live, resource))
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
    return Answer.ok(json(exchange, live, resource));
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
  private static LiveResource require(Exchange exchange, LiveSet live, String name) {
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

  /** Whoever may call an endpoint is not told how it is made, nor where a copy goes. */
  private static Map<String, Object> json(Exchange exchange, LiveSet live, LiveResource resource) {
    boolean whole = exchange.rights().allow(Permission.WORKSPACE_READ_ALL);
    PipeFile pipe = live.pipe(resource.name()).orElseThrow();
    Optional<Node> typed = pipe.typedNode();
    Map<String, Object> json =
        Json.object(
            "id", resource.id(),
            "name", pipe.name(),
            "description", pipe.description().orElse(""),
            "type", typed.map(node -> word(node.type())).orElse("default"),
            "created_at", Times.micros(resource.createdAt()),
            "updated_at", Times.micros(resource.updatedAt()),
            "nodes",
                whole
                    ? pipe.nodes().stream().map(node -> node(resource, node)).toList()
                    : List.of(),
            "endpoint",
                typed
                    .filter(node -> node.type() instanceof NodeType.Endpoint)
                    .map(node -> whole ? id(resource, node) : resource.id())
                    .orElse(null),
            "url", "/v0/pipes/" + pipe.name() + ".json");
    typed
        .filter(node -> whole)
        .map(Node::type)
        .ifPresent(type -> {
          if (type instanceof NodeType.Materialized materialized) {
            json.put("materialized_datasource", materialized.datasource());
          } else if (type instanceof NodeType.Copy copy) {
            json.put(
                "copy_target_datasource",
                live.find(FileKind.DATASOURCE, copy.targetDatasource())
                    .map(LiveResource::id)
                    .orElse(null));
            json.put("copy_mode", copy.mode().name().toLowerCase(Locale.ROOT));
            json.put("schedule", Json.object("cron", copy.schedule().orElse("@on-demand")));
          }
        });
    return json;
  }

  private static Map<String, Object> node(LiveResource resource, Node node) {
    return Json.object(
        "id", id(resource, node),
        "name", node.name(),
        "description", node.description().orElse(""),
        "sql", (node.template() ? "%\n" : "") + node.sql(),
        "node_type", word(node.type()),
        "params",
            node.template()
                ? Template.parse(node.sql()).parameters().stream()
                    .map(PipeRoutes::parameter)
                    .toList()
                : List.of());
  }

  private static Map<String, Object> parameter(TemplateParameter parameter) {
    Map<String, Object> json =
        Json.object(
            "name", parameter.name(),
            "type", parameter.type(),
            "default", parameter.defaultValue().orElse(null),
            "required", parameter.required(),
            "description", parameter.description().orElse(null));
    if (!parameter.allowed().isEmpty()) {
      json.put("enum", parameter.allowed());
    }
    parameter.example().ifPresent(text -> json.put("example", text));
    return json;
  }

  private static String id(LiveResource resource, Node node) {
    return resource.id() + "_" + node.name();
  }

  private static String word(NodeType type) {
    return switch (type) {
      case NodeType.Standard _ -> "standard";
      case NodeType.Endpoint _ -> "endpoint";
      case NodeType.Materialized _ -> "materialized";
      case NodeType.Copy _ -> "copy";
      case NodeType.Sink _ -> "sink";
    };
  }
}
