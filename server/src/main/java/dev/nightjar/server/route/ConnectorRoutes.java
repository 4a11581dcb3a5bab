package dev.nightjar.server.route;

import dev.nightjar.project.ConnectionFile;
import dev.nightjar.project.FileKind;
import dev.nightjar.project.Value;
import dev.nightjar.server.aws.ExternalIds;
import dev.nightjar.server.deploy.Connections;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code /v0/connectors}: the connections that are deployed, and those that the API made. Values
 * that are secrets are shown as the files have them.
 */
public final class ConnectorRoutes {
  private static final String EXTENSION = ".connection";

  private final LiveSets liveSets;
  private final ExternalIds externalIds;
  private final Connections connections;

  public ConnectorRoutes(LiveSets liveSets, ExternalIds externalIds, Connections connections) {
    this.liveSets = liveSets;
    this.externalIds = externalIds;
    this.connections = connections;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.get("/v0/connectors", Access.WORKSPACE, this::list);
    api.post("/v0/connectors", Access.WORKSPACE, this::create);
    api.get("/v0/connectors/{name}", Access.WORKSPACE, this::get);
    api.delete("/v0/connectors/{name}", Access.WORKSPACE, this::delete);
  }

  private Answer list(Exchange exchange) {
    LiveSet live = liveSets.of(exchange.workspace());
    Optional<String> service = exchange.query().first("service");
    return Answer.ok(
        Json.object(
            "connectors",
            Stream.concat(
                    connections(live).map(resource -> json(exchange.workspace(), live, resource)),
                    // a branch has those of its workspace
                    liveSets.ofParent(exchange.workspace()).stream()
                        .flatMap(parent ->
                            connections(parent)
                                .filter(
                                    each -> live.find(FileKind.CONNECTION, each.name()).isEmpty())
                                .map(each -> inherited(exchange.workspace(), parent, each))))
                .filter(json -> service.isEmpty() || service.get().equals(json.get("service")))
                .toList()));
  }

  private Map<String, Object> inherited(Workspace branch, LiveSet parent, LiveResource resource) {
    Map<String, Object> json = json(branch, parent, resource);
    json.put("inherited", true);
    return json;
  }

  private static Stream<LiveResource> connections(LiveSet live) {
    return live.resources().stream().filter(each -> each.kind() == FileKind.CONNECTION);
  }

  private Answer get(Exchange exchange) {
    String path = exchange.path("name");
    boolean text =
        path.endsWith(EXTENSION)
            || exchange.query().first("format").filter("connection"::equals).isPresent();
    String name =
        path.endsWith(EXTENSION) ? path.substring(0, path.length() - EXTENSION.length()) : path;
    LiveSet live = holding(exchange.workspace(), name);
    LiveResource resource = Connections.require(live, name);
    if (!text) {
      return Answer.ok(json(exchange.workspace(), live, resource));
    }
    // tb asks with include_metadata and wants JSON; the SDK asks without and wants the text
    return exchange.query().isTrue("include_metadata")
        ? Answer.ok(Json.object("content", resource.file().text(), "warnings", List.of()))
        : Answer.text(resource.file().text());
  }

  /** A branch has the connections of its workspace, unless it has its own of that name. */
  private LiveSet holding(Workspace workspace, String nameOrId) {
    LiveSet own = liveSets.of(workspace);
    boolean isOwn =
        connections(own)
            .anyMatch(each -> each.name().equals(nameOrId) || each.id().equals(nameOrId));
    return isOwn ? own : liveSets.ofParent(workspace).orElse(own);
  }

  /** What the classic client sends, all of it in the query. */
  private Answer create(Exchange exchange) {
    Parameters parameters = exchange.parameters();
    String service = parameters.first("service").orElse("dynamodb");
    if (!service.equals("dynamodb")) {
      throw HttpProblem.badRequest(
          "`" + service + "` is no service of this server. It connects to dynamodb.");
    }
    LiveResource made =
        connections.create(
            exchange.workspace(),
            needed(parameters, "name"),
            needed(parameters, "dynamodb_iamrole_arn").replaceAll("^['\"]+|['\"]+$", ""),
            needed(parameters, "dynamodb_iamrole_region"));
    return Answer.ok(json(exchange.workspace(), liveSets.of(exchange.workspace()), made));
  }

  private static String needed(Parameters parameters, String name) {
    return parameters
        .first(name)
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> HttpProblem.badRequest(name + " is needed."));
  }

  private Answer delete(Exchange exchange) {
    connections.delete(exchange.workspace(), exchange.path("name"));
    return Answer.ok(Json.object());
  }

  private Map<String, Object> json(Workspace workspace, LiveSet live, LiveResource resource) {
    ConnectionFile file = live.project().connections().get(resource.name());
    Map<String, Object> settings = Json.object();
    file.dynamoDb()
        .ifPresent(dynamoDb -> {
          settings.put("dynamodb_iamrole_arn", shown(dynamoDb.roleArn()));
          settings.put("dynamodb_iamrole_region", shown(dynamoDb.region()));
          settings.put("dynamodb_iamrole_external_id", externalIds.of(workspace, file.name()));
        });
    return Json.object(
        "id", resource.id(),
        "service", file.type(),
        "name", file.name(),
        "created_at", Times.micros(resource.createdAt()),
        "updated_at", Times.micros(resource.updatedAt()),
        "settings", settings,
        "linkers", linkers(live, file.name()));
  }

  private static List<Map<String, Object>> linkers(LiveSet live, String connection) {
    return live.project().datasources().values().stream()
        .filter(file ->
            file.dynamoDb()
                .filter(source -> source.connectionName().equals(connection))
                .isPresent())
        .flatMap(file -> live.find(FileKind.DATASOURCE, file.name()).stream())
        .map(resource -> Json.object("datasource_id", resource.id()))
        .toList();
  }

  private static String shown(Value value) {
    return switch (value) {
      case Value.Literal(String text) -> text;
      case Value.SecretReference(String name, var _) -> "{{ tb_secret(\"" + name + "\") }}";
    };
  }
}
