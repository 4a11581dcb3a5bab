package dev.nightjar.server.route;

import dev.nightjar.project.FileKind;
import dev.nightjar.project.Node;
import dev.nightjar.project.NodeType;
import dev.nightjar.project.PipeFile;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.rights.Permission;
import dev.nightjar.server.template.Template;
import dev.nightjar.server.template.TemplateParameter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A pipe as clients read it. */
final class PipeJson {
  private PipeJson() {}

  /** Whoever may call an endpoint is not told how it is made, nor where a copy goes. */
  static Map<String, Object> of(Exchange exchange, LiveSet live, LiveResource resource) {
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
        "type", word(node.type()),
        "node_type", word(node.type()),
        "params",
            node.template()
                ? Template.parse(node.sql()).parameters().stream().map(PipeJson::parameter).toList()
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

  static String id(LiveResource resource, Node node) {
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
