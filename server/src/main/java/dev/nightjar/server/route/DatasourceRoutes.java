package dev.nightjar.server.route;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.project.Column;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.Engine;
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
import dev.nightjar.server.rights.Permission;
import dev.nightjar.server.workspace.Workspace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code /v0/datasources}: what is deployed, and how large it is. */
public final class DatasourceRoutes {
  private static final String EXTENSION = ".datasource";
  private static final List<Permission> OF_A_DATASOURCE =
      List.of(
          Permission.DATASOURCES_READ, Permission.DATASOURCES_APPEND, Permission.DATASOURCES_DROP);

  private record Size(long rows, long bytes) {
    static final Size NONE = new Size(0, 0);
  }

  private final LiveSets liveSets;
  private final ClickHouse clickHouse;

  public DatasourceRoutes(LiveSets liveSets, ClickHouse clickHouse) {
    this.liveSets = liveSets;
    this.clickHouse = clickHouse;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.get("/v0/datasources", Access.SCOPED, this::list);
    api.get("/v0/datasources/{name}", Access.SCOPED, this::get);
  }

  private Answer list(Exchange exchange) {
    LiveSet live = liveSets.of(exchange.workspace());
    Map<String, Size> sizes = sizes(exchange.workspace());
    return Answer.ok(
        Json.object(
            "datasources",
            live.resources().stream()
                .filter(resource -> resource.kind() == FileKind.DATASOURCE)
                .filter(resource -> isVisible(exchange, resource.name()))
                .map(resource -> json(exchange, live, resource, sizes))
                .toList()));
  }

  private Answer get(Exchange exchange) {
    String name = exchange.path("name");
    boolean text =
        name.endsWith(EXTENSION)
            || exchange.query().first("format").filter("datasource"::equals).isPresent();
    String bare =
        name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
    LiveSet live = liveSets.of(exchange.workspace());
    LiveResource resource = require(exchange, live, bare);
    if (text) {
      // it has the table's ARN and the bucket
      exchange.require(Permission.WORKSPACE_READ_ALL);
      return Answer.text(resource.file().text());
    }
    return Answer.ok(json(exchange, live, resource, sizes(exchange.workspace())));
  }

  /** A token that has no scope for a data source does not learn whether there is one. */
  private static LiveResource require(Exchange exchange, LiveSet live, String name) {
    Optional<LiveResource> found =
        live.resources().stream()
            .filter(each -> each.kind() == FileKind.DATASOURCE)
            .filter(each -> each.name().equals(name) || each.id().equals(name))
            .findFirst();
    if (found.filter(resource -> isVisible(exchange, resource.name())).isEmpty()) {
      exchange.require(Permission.WORKSPACE_READ_ALL);
    }
    return found.orElseThrow(() -> HttpProblem.notFound("There is no data source '" + name + "'."));
  }

  /** Whoever appends sees what he appends to. */
  private static boolean isVisible(Exchange exchange, String name) {
    return OF_A_DATASOURCE.stream()
        .anyMatch(permission -> exchange.rights().allow(permission, name));
  }

  /** How much there is in all is for those who may read all of it. */
  private static boolean mayKnowSize(Exchange exchange, String name) {
    return exchange.rights().allow(Permission.DATASOURCES_READ, name)
        && exchange.rights().filter(name).isEmpty();
  }

  private static Map<String, Object> json(
      Exchange exchange, LiveSet live, LiveResource resource, Map<String, Size> sizes) {
    DatasourceFile file = live.datasource(resource.name()).orElseThrow();
    boolean whole = exchange.rights().allow(Permission.WORKSPACE_READ_ALL);
    boolean sized = mayKnowSize(exchange, file.name());
    Size size = sizes.getOrDefault(file.name(), Size.NONE);
    Map<String, Object> statistics =
        sized ? Json.object("row_count", size.rows(), "bytes", size.bytes()) : null;
    Map<String, Object> json =
        Json.object(
            "id", resource.id(),
            "name", file.name(),
            "description", file.description().orElse(""),
            "type", file.dynamoDb().isPresent() ? "dynamodb" : "csv",
            "service", file.dynamoDb().isPresent() ? "dynamodb" : null,
            "created_at", Times.micros(resource.createdAt()),
            "updated_at", Times.micros(resource.updatedAt()),
            "statistics", statistics,
            "stats", statistics,
            "columns", columns(file),
            "schema", Json.object("columns", columns(file), "sql_schema", sqlSchema(file)),
            "engine", engine(file.engine()),
            "tags", Map.of(),
            "used_by", List.of(),
            "shared_with", whole ? file.sharedWith() : List.of());
    file.dynamoDb()
        .ifPresent(source -> {
          if (whole) {
            json.put("connector", source.connectionName());
          }
          json.put(
              "quarantine_rows",
              sized
                  ? sizes
                      .getOrDefault(
                          MirrorSpec.quarantineOf(TableName.of(file.name())).name(), Size.NONE)
                      .rows()
                  : null);
        });
    return json;
  }

  private static List<Map<String, Object>> columns(DatasourceFile file) {
    return file.columns().stream().map(DatasourceRoutes::column).toList();
  }

  private static Map<String, Object> column(Column column) {
    return Json.object(
        "name", column.name(),
        "type", column.type(),
        "nullable", column.type().startsWith("Nullable("),
        "jsonpath", column.jsonPath().map(Object::toString).orElse(null),
        "default_value", column.defaultExpression().map(value -> "DEFAULT " + value).orElse(null),
        "codec", column.codec().map(codec -> "CODEC(" + codec + ")").orElse(null));
  }

  private static String sqlSchema(DatasourceFile file) {
    return file.columns().stream()
        .map(column ->
            "`"
                + column.name()
                + "` "
                + column.type()
                + column.jsonPath().map(path -> " `json:" + path + "`").orElse("")
                + column.defaultExpression().map(value -> " DEFAULT " + value).orElse("")
                + column.codec().map(codec -> " CODEC(" + codec + ")").orElse(""))
        .collect(Collectors.joining(", "));
  }

  private static Map<String, Object> engine(Engine engine) {
    Map<String, Object> json =
        Json.object(
            "engine",
            engine.name().orElse("MergeTree"),
            "sorting_key",
            String.join(", ", engine.sortingKey()),
            "engine_sorting_key",
            String.join(", ", engine.sortingKey()));
    engine.partitionKey().ifPresent(key -> json.put("engine_partition_key", key));
    engine.primaryKey().ifPresent(key -> json.put("engine_primary_key", key));
    engine.ver().ifPresent(column -> json.put("engine_ver", column));
    engine.isDeleted().ifPresent(column -> json.put("engine_is_deleted", column));
    engine.sign().ifPresent(column -> json.put("engine_sign", column));
    engine.version().ifPresent(column -> json.put("engine_version", column));
    engine.ttl().ifPresent(ttl -> json.put("engine_ttl", ttl));
    return json;
  }

  private Map<String, Size> sizes(Workspace workspace) {
    Map<String, Size> sizes = new HashMap<>();
    for (Row row :
        clickHouse.rows(
            Query.builder(
                    "SELECT name, ifNull(total_rows, 0) AS rows, ifNull(total_bytes, 0) AS bytes FROM system.tables WHERE database = {database:String}")
                .parameter("database", workspace.database())
                .build())) {
      sizes.put(row.string("name"), new Size(row.number("rows"), row.number("bytes")));
    }
    return sizes;
  }
}
