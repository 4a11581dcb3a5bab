package dev.nightjar.server.token;

import dev.nightjar.server.http.Json;
import dev.nightjar.server.rights.InvalidScopeException;
import dev.nightjar.server.rights.Permission;
import dev.nightjar.server.rights.Scope;
import dev.nightjar.server.rights.ScopeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Scopes as JSON: {@code {"type": "DATASOURCES:READ", "resource": "orders", "filter": "…"}}, {@code
 * {"type": "PIPES:READ", "resource": "top", "fixed_params": {"org": "a"}}}. The shape is that of
 * Tinybird's JWTs and of its Token API's answers.
 */
public final class ScopeJson {
  /** The most scopes that a token may have. */
  public static final int MOST = 1000;

  private static final Set<String> FIELDS = Set.of("type", "resource", "filter", "fixed_params");
  private static final int MOST_PARAMETERS = 100;
  private static final int LONGEST_VALUE = 8192;

  private ScopeJson() {}

  /** As answers, claims and the database have it. */
  public static Map<String, Object> of(Scope scope) {
    Map<String, Object> json = Json.object("type", scope.permission().word());
    scope.resource().ifPresent(resource -> json.put("resource", resource));
    scope.filter().ifPresent(filter -> json.put("filter", filter));
    if (!scope.fixedParameters().isEmpty()) {
      json.put("fixed_params", scope.fixedParameters());
    }
    return json;
  }

  /** A list of them. */
  public static List<Map<String, Object>> of(List<Scope> scopes) {
    return scopes.stream().map(ScopeJson::of).toList();
  }

  /**
   * Reads a list of scopes; each is an object or a text.
   *
   * @throws InvalidScopeException when it is no such list
   */
  public static List<Scope> readAll(JsonNode list) {
    if (!list.isArray()) {
      throw new InvalidScopeException("Scopes are a list, such as [{\"type\": \"TOKENS\"}].");
    }
    if (list.size() > MOST) {
      throw new InvalidScopeException(
          "There are " + list.size() + " scopes, and a token may have " + MOST + ".");
    }
    List<Scope> scopes = new ArrayList<>();
    for (JsonNode each : list) {
      scopes.add(each.isString() ? ScopeText.parse(each.asString()) : read(each));
    }
    return scopes;
  }

  private static Scope read(JsonNode json) {
    if (!json.isObject()) {
      throw new InvalidScopeException(
          "A scope is a text or an object, such as {\"type\": \"PIPES:READ\", \"resource\":"
              + " \"name\"}.");
    }
    json.propertyNames().stream()
        .filter(name -> !FIELDS.contains(name))
        .findFirst()
        .ifPresent(name -> {
          // a filter in a misspelt field would be no filter
          throw new InvalidScopeException(
              "A scope has a field that is not known. It may have type, resource, filter and"
                  + " fixed_params.");
        });
    Permission permission = ScopeText.ofWord(text(json, "type").orElse(""));
    return ScopeText.of(permission, text(json, "resource"), text(json, "filter"), parameters(json));
  }

  private static Optional<String> text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw new InvalidScopeException("The " + field + " of a scope is a text.");
    }
    return Optional.of(value.asString());
  }

  private static Map<String, List<String>> parameters(JsonNode scope) {
    JsonNode json = scope.path("fixed_params");
    if (json.isMissingNode() || json.isNull()) {
      return Map.of();
    }
    if (!json.isObject() || json.size() > MOST_PARAMETERS) {
      throw new InvalidScopeException(
          "The fixed_params of a scope are an object of at most "
              + MOST_PARAMETERS
              + " names with their values.");
    }
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    json.propertyStream()
        .forEach(each -> parameters.put(each.getKey(), values(each.getKey(), each.getValue())));
    return parameters;
  }

  private static List<String> values(String name, JsonNode json) {
    List<String> values = new ArrayList<>();
    for (JsonNode each : json.isArray() ? json : List.of(json)) {
      boolean scalar = each.isString() || each.isNumber() || each.isBoolean();
      if (!scalar || each.asString().length() > LONGEST_VALUE) {
        throw new InvalidScopeException(
            "Each of the fixed_params is a text, a number, a boolean, or a list of those, of at"
                + " most "
                + LONGEST_VALUE
                + " characters.");
      }
      values.add(each.asString());
    }
    if (values.isEmpty()) {
      throw new InvalidScopeException("One of the fixed_params has an empty list of values.");
    }
    return List.copyOf(values);
  }
}
