package dev.nightjar.server.route;

import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.secret.Secrets;
import java.util.Map;

/** {@code /v0/variables}: secrets go in and are never answered. */
public final class SecretRoutes {
  private static final int LONGEST_VALUE = 1 << 16;

  private final Secrets secrets;

  public SecretRoutes(Secrets secrets) {
    this.secrets = secrets;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.get("/v0/variables", Access.WORKSPACE, this::list);
    api.post("/v0/variables", Access.WORKSPACE, this::create);
    api.get("/v0/variables/{name}", Access.WORKSPACE, this::get);
    api.put("/v0/variables/{name}", Access.WORKSPACE, this::update);
    api.delete("/v0/variables/{name}", Access.WORKSPACE, this::delete);
  }

  private Answer list(Exchange exchange) {
    return Answer.ok(
        Map.of(
            "variables",
            secrets.list(exchange.workspace().id()).stream().map(SecretRoutes::json).toList()));
  }

  private Answer get(Exchange exchange) {
    return Answer.ok(json(require(exchange)));
  }

  private Answer create(Exchange exchange) {
    Parameters form = exchange.parameters();
    String name =
        form.first("name")
            .orElseThrow(() -> HttpProblem.badRequest("The secret needs a name: send name=…."));
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,199}")) {
      throw HttpProblem.badRequest(
          "'"
              + name
              + "' is no name of a secret: letters, digits and underscores, not beginning with a digit.");
    }
    return set(exchange, name, form);
  }

  private Answer update(Exchange exchange) {
    return set(exchange, require(exchange).name(), exchange.parameters());
  }

  private Answer set(Exchange exchange, String name, Parameters form) {
    String value =
        form.first("value")
            .orElseThrow(() -> HttpProblem.badRequest("The secret needs a value: send value=…."));
    if (value.length() > LONGEST_VALUE) {
      throw HttpProblem.tooLarge("A secret may have " + LONGEST_VALUE + " characters at most.");
    }
    String workspace = exchange.workspace().id();
    secrets.set(workspace, name, value);
    return Answer.ok(json(secrets.find(workspace, name).orElseThrow()));
  }

  private Answer delete(Exchange exchange) {
    Secrets.Secret secret = require(exchange);
    if (!secrets.delete(exchange.workspace().id(), secret.name())) {
      throw HttpProblem.conflict(
          "The secret '"
              + secret.name()
              + "' is not the branch's own. Delete it in the workspace that it is a branch of.");
    }
    return Answer.ok(Json.object("ok", true));
  }

  private Secrets.Secret require(Exchange exchange) {
    String name = exchange.path("name");
    return secrets
        .find(exchange.workspace().id(), name)
        .orElseThrow(() -> HttpProblem.notFound("There is no secret '" + name + "'."));
  }

  private static Map<String, Object> json(Secrets.Secret secret) {
    return Json.object(
        "name", secret.name(),
        "type", "secret",
        "created_at", Times.iso(secret.createdAt()),
        "updated_at", Times.iso(secret.updatedAt()));
  }
}
