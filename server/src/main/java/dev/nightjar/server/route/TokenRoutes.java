package dev.nightjar.server.route;

import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Caller;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.rights.Permission;
import dev.nightjar.server.rights.Scope;
import dev.nightjar.server.token.ScopeJson;
import dev.nightjar.server.token.StaticToken;
import dev.nightjar.server.token.Tokens;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * {@code /v0/tokens}: for tokens with the scope TOKENS or ADMIN. Whoever has only TOKENS neither
 * sees nor makes a token with ADMIN, for with it he would have more than he was given. The main
 * workspace's built-in ones make and delete workspaces too, which no token with the scope ADMIN
 * does, so they are told to each other only.
 */
public final class TokenRoutes {
  private static final int LONGEST_EXPIRATION = 12;

  private final Tokens tokens;
  private final ScopeChecks checks;
  private final Clock clock;

  public TokenRoutes(Tokens tokens, ScopeChecks checks, Clock clock) {
    this.tokens = tokens;
    this.checks = checks;
    this.clock = clock;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.get("/v0/tokens", Access.SCOPED, this::list);
    api.post("/v0/tokens", Access.SCOPED, this::create);
    api.get("/v0/tokens/{name}", Access.SCOPED, this::get);
    api.put("/v0/tokens/{name}", Access.SCOPED, this::update);
    api.delete("/v0/tokens/{name}", Access.SCOPED, this::delete);
    api.post("/v0/tokens/{name}/refresh", Access.SCOPED, this::refresh);
  }

  private Answer list(Exchange exchange) {
    exchange.require(Permission.TOKENS);
    return Answer.ok(
        Json.object(
            "tokens",
            tokens.list(exchange.workspace()).stream()
                .filter(token -> isVisible(exchange, token))
                .map(token -> json(exchange, token))
                .toList()));
  }

  private Answer get(Exchange exchange) {
    return Answer.ok(json(exchange, require(exchange)));
  }

  private Answer create(Exchange exchange) {
    exchange.require(Permission.TOKENS);
    TokenRequest request = TokenRequest.read(exchange);
    String name =
        request
            .name()
            .orElseThrow(() -> HttpProblem.badRequest("The token needs a name: send name=…."));
    List<Scope> scopes =
        request
            .scopes()
            .filter(list -> !list.isEmpty())
            .orElseThrow(() ->
                HttpProblem.badRequest(
                    "The token needs at least one scope: send scope=DATASOURCES:READ:name or the"
                        + " like."));
    Workspace workspace = exchange.workspace();
    if (request.expiration().isPresent()) {
      checks.checkConditions(exchange, scopes);
      Instant expires = expiration(request.expiration().get());
      return Answer.ok(
          Json.object(
              "token", tokens.sign(workspace, name, expires, scopes, request.limits()),
              "name", name,
              "scopes", ScopeJson.of(scopes)));
    }
    request.requireNoneOfAJwt();
    checks.check(exchange, scopes);
    return Answer.ok(
        json(
            exchange,
            tokens.statics().create(workspace, name, request.description().orElse(""), scopes)));
  }

  private Answer update(Exchange exchange) {
    StaticToken token = require(exchange);
    requireMade(exchange, token, "changed");
    TokenRequest request = TokenRequest.read(exchange);
    request.requireNoneOfAJwt();
    // what it has may name what is deleted, and clients send it back with one more
    request
        .scopes()
        .ifPresent(scopes ->
            checks.check(
                exchange,
                scopes.stream().filter(scope -> !token.allScopes().contains(scope)).toList()));
    return Answer.ok(
        json(
            exchange,
            tokens
                .statics()
                .update(
                    exchange.workspace(),
                    token,
                    request.name(),
                    request.description(),
                    request.scopes())));
  }

  private Answer refresh(Exchange exchange) {
    StaticToken token = require(exchange);
    if (isOwners(exchange, token)) {
      throw HttpProblem.forbidden(
          "The main workspace's "
              + token.name()
              + " is refreshed with itself or with the other administrator's token, not with one"
              + " that has the scope ADMIN.");
    }
    return Answer.ok(json(exchange, tokens.refresh(exchange.workspace(), token)));
  }

  private Answer delete(Exchange exchange) {
    StaticToken token = require(exchange);
    requireMade(exchange, token, "deleted");
    tokens.statics().delete(exchange.workspace(), token);
    return Answer.ok(Json.object("ok", true));
  }

  private Instant expiration(String text) {
    if (!text.matches("[0-9]{1," + LONGEST_EXPIRATION + "}")
        || !Instant.ofEpochSecond(Long.parseLong(text)).isAfter(clock.instant())) {
      throw HttpProblem.badRequest(
          "expiration_time is a time in the future, in whole seconds since 1970.");
    }
    return Instant.ofEpochSecond(Long.parseLong(text));
  }

  /** One that is hidden is answered like one that is not there. */
  private StaticToken require(Exchange exchange) {
    exchange.require(Permission.TOKENS);
    return tokens
        .find(exchange.workspace(), exchange.path("name"))
        .filter(token -> isVisible(exchange, token))
        .orElseThrow(
            () -> HttpProblem.notFound("There is no token of that name or id in this workspace."));
  }

  private static boolean isVisible(Exchange exchange, StaticToken token) {
    return exchange.rights().areAll() || !token.rights().areAll();
  }

  private void requireMade(Exchange exchange, StaticToken token, String what) {
    if (tokens.isBuiltIn(exchange.workspace(), token)) {
      throw HttpProblem.badRequest(
          "The "
              + token.name()
              + " cannot be "
              + what
              + ": every workspace has it. Refresh it to end the text that it has now.");
    }
  }

  /** Whether it can do more than the caller's own. */
  private boolean isOwners(Exchange exchange, StaticToken token) {
    return exchange.workspace().main()
        && !(exchange.caller() instanceof Caller.Admin)
        && tokens.isBuiltIn(exchange.workspace(), token);
  }

  private Map<String, Object> json(Exchange exchange, StaticToken token) {
    Workspace workspace = exchange.workspace();
    return Json.object(
        "id", token.id(),
        "name", token.name(),
        "description", token.description(),
        "token", isOwners(exchange, token) ? "" : tokens.textOf(workspace, token),
        "scopes", ScopeJson.of(token.allScopes()),
        "origin", Json.object("type", "C"),
        "is_internal", tokens.isBuiltIn(workspace, token),
        "created_at", Times.iso(token.createdAt()),
        "updated_at", Times.iso(token.updatedAt()));
  }
}
