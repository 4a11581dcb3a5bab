package dev.nightjar.server.route;

import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.rights.InvalidScopeException;
import dev.nightjar.server.rights.Scope;
import dev.nightjar.server.rights.ScopeText;
import dev.nightjar.server.token.ScopeJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What is asked for of a token. It comes in the query, in a form, or in a JSON object ({@code tb}
 * sends one without saying so); the body wins.
 *
 * @param scopes empty where none were sent
 * @param expiration seconds since 1970; with it, the token is a JWT
 * @param limits {@code {"rps": n}}, or a missing node
 */
record TokenRequest(
    Optional<String> name,
    Optional<String> description,
    Optional<List<Scope>> scopes,
    Optional<String> expiration,
    JsonNode limits) {

  private static final int LONGEST_DESCRIPTION = 1000;

  /**
   * Reads it.
   *
   * @throws HttpProblem 400 when something of it is wrong
   */
  static TokenRequest read(Exchange exchange) {
    try {
      Parameters parameters = exchange.parameters();
      JsonNode json = exchange.isForm() ? MissingNode.getInstance() : body(exchange);
      Optional<String> description =
          text(json, "description").or(() -> parameters.first("description"));
      if (description.filter(text -> text.length() > LONGEST_DESCRIPTION).isPresent()) {
        throw HttpProblem.badRequest(
            "A token's description may have " + LONGEST_DESCRIPTION + " characters at most.");
      }
      return new TokenRequest(
          text(json, "name").or(() -> parameters.first("name")),
          description,
          scopes(json, parameters),
          text(json, "expiration_time").or(() -> parameters.first("expiration_time")),
          limits(json, parameters));
    } catch (InvalidScopeException e) {
      throw HttpProblem.badRequest(e.getMessage());
    }
  }

  /**
   * For what is no JWT.
   *
   * @throws HttpProblem 400 when it asks for what only a JWT has
   */
  void requireNoneOfAJwt() {
    if (expiration.isPresent() || !(limits.isMissingNode() || limits.isNull())) {
      throw HttpProblem.badRequest(
          "Only a JWT has limits or an expiry: it is made by POST /v0/tokens with expiration_time.");
    }
  }

  private static JsonNode limits(JsonNode json, Parameters parameters) {
    return json.has("limits")
        ? json.path("limits")
        : parameters.first("limits").map(TokenRequest::ofAForm).orElseGet(MissingNode::getInstance);
  }

  private static JsonNode ofAForm(String limits) {
    try {
      return Json.parse(limits);
    } catch (HttpProblem _) {
      throw HttpProblem.badRequest("limits is a JSON object such as {\"rps\": 10}.");
    }
  }

  private static JsonNode body(Exchange exchange) {
    String text = exchange.text();
    if (text.isBlank()) {
      return MissingNode.getInstance();
    }
    JsonNode json = Json.parse(text);
    if (!json.isObject()) {
      throw HttpProblem.badRequest("The body is not a JSON object.");
    }
    return json;
  }

  private static Optional<String> text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString() && !value.isNumber()) {
      throw HttpProblem.badRequest("The field " + field + " is a text.");
    }
    return Optional.of(value.asString());
  }

  private static Optional<List<Scope>> scopes(JsonNode json, Parameters parameters) {
    for (String field : List.of("scopes", "scope")) {
      JsonNode value = json.path(field);
      if (value.isString()) {
        return Optional.of(List.of(ScopeText.parse(value.asString())));
      }
      if (!value.isMissingNode() && !value.isNull()) {
        return Optional.of(ScopeJson.readAll(value));
      }
    }
    List<String> texts = new ArrayList<>(parameters.all("scope"));
    texts.addAll(parameters.all("scopes"));
    if (texts.size() > ScopeJson.MOST) {
      throw new InvalidScopeException("A token may have " + ScopeJson.MOST + " scopes.");
    }
    return texts.isEmpty()
        ? Optional.empty()
        : Optional.of(texts.stream().map(ScopeText::parse).toList());
  }
}
