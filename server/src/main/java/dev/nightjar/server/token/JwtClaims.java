package dev.nightjar.server.token;

import dev.nightjar.server.http.Json;
import dev.nightjar.server.rights.InvalidScopeException;
import dev.nightjar.server.rights.Permission;
import dev.nightjar.server.rights.Scope;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a JWT says, with Tinybird's names: {@code workspace_id}, {@code name}, {@code exp}, {@code
 * scopes}, {@code limits}; and {@code nbf} of RFC 7519.
 *
 * @param workspaceId the workspace whose key signed it
 * @param name for statistics and limits; JWTs of one name share a limit
 * @param expiresAt from then on it is refused
 * @param notBefore until then it is
 * @param scopes reading and appending only
 * @param requestsPerSecond the limit, if it has one
 */
record JwtClaims(
    String workspaceId,
    String name,
    Instant expiresAt,
    Optional<Instant> notBefore,
    List<Scope> scopes,
    OptionalInt requestsPerSecond) {

  /** What a JWT may allow, as Tinybird's documentation lists it. */
  static final Set<Permission> ALLOWED =
      Set.of(Permission.PIPES_READ, Permission.DATASOURCES_READ, Permission.DATASOURCES_APPEND);

  private static final int LONGEST_NAME = 200;
  private static final int FASTEST = 1_000_000;

  /** The clocks of those who sign are not this one. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  /** 9999-12-31: what is later was meant in milliseconds. */
  private static final BigDecimal LAST_SECOND = BigDecimal.valueOf(253_402_300_799L);

  JwtClaims {
    scopes = List.copyOf(scopes);
  }

  /** The workspace that claims are about, which says with which key they must be signed. */
  static Optional<String> workspaceOf(JsonNode claims) {
    return Optional.of(claims.path("workspace_id"))
        .filter(JsonNode::isString)
        .map(JsonNode::asString);
  }

  /**
   * Reads claims whose signature is right.
   *
   * @throws InvalidJwtException when one is missing or makes no sense
   */
  static JwtClaims read(JsonNode claims) throws InvalidJwtException {
    JsonNode name = claims.path("name");
    if (!name.isString() || refusalOfName(name.asString()).isPresent()) {
      throw new InvalidJwtException(refusalOfName(name.asString("")).orElse("it has no name"));
    }
    return new JwtClaims(
        workspaceOf(claims).orElseThrow(() -> new InvalidJwtException("it has no workspace_id")),
        name.asString(),
        time(claims, "exp").orElseThrow(() -> new InvalidJwtException("it has no exp")),
        time(claims, "nbf"),
        scopes(claims.path("scopes")),
        limit(claims.path("limits")));
  }

  /** Why a text cannot be the name in a JWT; empty where it can. */
  static Optional<String> refusalOfName(String name) {
    return name.isBlank()
            || name.length() > LONGEST_NAME
            || name.chars().anyMatch(Character::isISOControl)
        ? Optional.of(
            "its name is a text of 1 to " + LONGEST_NAME + " characters without control characters")
        : Optional.empty();
  }

  /**
   * Reads the scopes of a JWT.
   *
   * @throws InvalidJwtException when they are none that a JWT may have
   */
  static List<Scope> scopes(JsonNode json) throws InvalidJwtException {
    List<Scope> scopes;
    try {
      scopes = ScopeJson.readAll(json);
    } catch (InvalidScopeException e) {
      throw new InvalidJwtException("its scopes are wrong: " + e.getMessage());
    }
    requireAllowed(scopes);
    return scopes;
  }

  /**
   * Refuses scopes that a JWT cannot have.
   *
   * @throws InvalidJwtException when one is among them, or there is none
   */
  static void requireAllowed(List<Scope> scopes) throws InvalidJwtException {
    if (scopes.isEmpty()) {
      throw new InvalidJwtException("it has no scopes");
    }
    for (Scope scope : scopes) {
      if (!ALLOWED.contains(scope.permission())) {
        throw new InvalidJwtException(
            "a JWT can have the scopes PIPES:READ, DATASOURCES:READ and DATASOURCES:APPEND, and"
                + " this one has "
                + scope.permission().word());
      }
    }
  }

  /**
   * Reads {@code {"rps": 10}}.
   *
   * @throws InvalidJwtException when it is something else
   */
  static OptionalInt limit(JsonNode limits) throws InvalidJwtException {
    if (limits.isMissingNode() || limits.isNull()) {
      return OptionalInt.empty();
    }
    JsonNode rps = limits.path("rps");
    if (limits.isObject() && (rps.isMissingNode() || rps.isNull())) {
      return OptionalInt.empty();
    }
    if (!limits.isObject()
        || !rps.isIntegralNumber()
        || !rps.canConvertToInt()
        || rps.asInt() < 1
        || rps.asInt() > FASTEST) {
      throw new InvalidJwtException(
          "its limits are {\"rps\": n} with a whole number from 1 to " + FASTEST);
    }
    return OptionalInt.of(rps.asInt());
  }

  /**
   * Refuses it outside of its time.
   *
   * @throws InvalidJwtException when it is not valid any more, or not yet
   */
  void requireValidAt(Instant now) throws InvalidJwtException {
    if (!now.isBefore(expiresAt)) {
      throw new InvalidJwtException("it has expired");
    }
    if (notBefore.filter(begin -> now.plus(SKEW).isBefore(begin)).isPresent()) {
      throw new InvalidJwtException("it is not valid yet");
    }
  }

  /** As it is signed. */
  Map<String, Object> toJson() {
    Map<String, Object> json =
        Json.object(
            "workspace_id",
            workspaceId,
            "name",
            name,
            "exp",
            expiresAt.getEpochSecond(),
            "scopes",
            ScopeJson.of(scopes));
    requestsPerSecond.ifPresent(rps -> json.put("limits", Json.object("rps", rps)));
    return json;
  }

  private static Optional<Instant> time(JsonNode claims, String field) throws InvalidJwtException {
    JsonNode json = claims.path(field);
    if (json.isMissingNode()) {
      return Optional.empty();
    }
    if (!json.isNumber()
        || json.decimalValue().signum() < 0
        || json.decimalValue().compareTo(LAST_SECOND) > 0) {
      throw new InvalidJwtException("its " + field + " is not a time in seconds since 1970");
    }
    return Optional.of(Instant.ofEpochSecond(json.decimalValue().longValue()));
  }
}
