package dev.nightjar.server.openapi;

import dev.nightjar.server.http.Json;
import dev.nightjar.server.template.TemplateParameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A document of OpenAPI 3.0 (<a href="https://spec.openapis.org/oas/v3.0.3">its specification</a>)
 * of a workspace's endpoints.
 */
public final class OpenApi {
  private static final Map<Integer, String> ERRORS =
      new LinkedHashMap<>(
          Map.of(
              400, "A parameter is missing or malformed, or the endpoint refuses the request.",
              403, "The token is missing, wrong, or may not read this endpoint.",
              404, "There is no such endpoint.",
              408, "The query took too long.",
              429, "The token has too many requests."));

  private OpenApi() {}

  /**
   * The document.
   *
   * @param title the workspace's name
   * @param version changes with each deployment
   */
  public static Map<String, Object> of(
      String title, String version, List<DescribedEndpoint> endpoints) {
    Map<String, Object> paths = new LinkedHashMap<>();
    for (DescribedEndpoint endpoint : endpoints) {
      paths.put("/v0/pipes/" + endpoint.name() + ".json", Json.object("get", operation(endpoint)));
    }
    return Json.object(
        "openapi", "3.0.3",
        "info", Json.object("title", title, "version", version),
        "servers", List.of(Json.object("url", "/")),
        "security", List.of(Json.object("bearer", List.of()), Json.object("token", List.of())),
        "paths", paths,
        "components",
            Json.object(
                "securitySchemes",
                    Json.object(
                        "bearer", Json.object("type", "http", "scheme", "bearer"),
                        "token", Json.object("type", "apiKey", "in", "query", "name", "token")),
                "schemas",
                    Json.object("Column", column(), "Statistics", statistics(), "Error", error())));
  }

  private static Map<String, Object> operation(DescribedEndpoint endpoint) {
    Map<String, Object> operation =
        Json.object(
            "operationId", endpoint.name(),
            "summary", endpoint.name());
    endpoint.description().ifPresent(text -> operation.put("description", text));
    operation.put("parameters", endpoint.parameters().stream().map(OpenApi::parameter).toList());
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put(
        "200",
        Json.object(
            "description",
            "The rows.",
            "content",
            Json.object("application/json", Json.object("schema", answer(endpoint)))));
    ERRORS.keySet().stream()
        .sorted()
        .forEach(status -> responses.put(Integer.toString(status), failure(ERRORS.get(status))));
    operation.put("responses", responses);
    return operation;
  }

  private static Map<String, Object> parameter(TemplateParameter parameter) {
    Map<String, Object> schema = TypeSchemas.ofParameter(parameter.type());
    Map<String, Object> values = elements(schema);
    if (!parameter.allowed().isEmpty()) {
      values.put(
          "enum", parameter.allowed().stream().map(text -> SchemaValue.of(values, text)).toList());
    }
    parameter.defaultValue().ifPresent(text -> schema.put("default", SchemaValue.of(schema, text)));
    Map<String, Object> json =
        Json.object(
            "name", parameter.name(),
            "in", "query",
            "required", parameter.required());
    parameter.description().ifPresent(text -> json.put("description", text));
    if (schema.containsKey("items")) {
      json.put("style", "form");
      json.put("explode", true);
    }
    parameter.example().ifPresent(text -> json.put("example", SchemaValue.of(schema, text)));
    json.put("schema", schema);
    return json;
  }

  /** The schema of single values: an array's elements, else itself. */
  @SuppressWarnings("unchecked") // made by TypeSchemas
  private static Map<String, Object> elements(Map<String, Object> schema) {
    return schema.get("items") instanceof Map<?, ?> items ? (Map<String, Object>) items : schema;
  }

  private static Map<String, Object> answer(DescribedEndpoint endpoint) {
    return Json.object(
        "type", "object",
        "required", List.of("meta", "data", "rows", "statistics"),
        "properties",
            Json.object(
                "meta", list(reference("Column")),
                "data", list(row(endpoint)),
                "rows", Json.object("type", "integer", "format", "int64"),
                "rows_before_limit_at_least", Json.object("type", "integer", "format", "int64"),
                "statistics", reference("Statistics")));
  }

  private static Map<String, Object> row(DescribedEndpoint endpoint) {
    Map<String, Object> row = Json.object("type", "object");
    endpoint
        .columns()
        .ifPresent(columns -> {
          Map<String, Object> properties = new LinkedHashMap<>();
          List<String> names = new ArrayList<>();
          for (DescribedEndpoint.Column column : columns) {
            properties.put(column.name(), TypeSchemas.ofColumn(column.type()));
            names.add(column.name());
          }
          row.put("properties", properties);
          row.put("required", names.stream().distinct().toList());
        });
    return row;
  }

  private static Map<String, Object> failure(String description) {
    return Json.object(
        "description",
        description,
        "content",
        Json.object("application/json", Json.object("schema", reference("Error"))));
  }

  private static Map<String, Object> column() {
    return Json.object(
        "type",
        "object",
        "properties",
        Json.object("name", Json.object("type", "string"), "type", Json.object("type", "string")));
  }

  private static Map<String, Object> statistics() {
    return Json.object(
        "type",
        "object",
        "properties",
        Json.object(
            "elapsed", Json.object("type", "number", "format", "double"),
            "rows_read", Json.object("type", "integer", "format", "int64"),
            "bytes_read", Json.object("type", "integer", "format", "int64")));
  }

  private static Map<String, Object> error() {
    return Json.object(
        "type", "object",
        "required", List.of("error"),
        "properties", Json.object("error", Json.object("type", "string")));
  }

  private static Map<String, Object> list(Map<String, Object> items) {
    return Json.object("type", "array", "items", items);
  }

  private static Map<String, Object> reference(String schema) {
    return Json.object("$ref", "#/components/schemas/" + schema);
  }
}
