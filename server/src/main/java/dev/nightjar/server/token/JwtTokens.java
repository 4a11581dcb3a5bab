package dev.nightjar.server.token;

import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Accepts the JWTs of workspaces, and makes some. */
final class JwtTokens {
  private final Function<String, Optional<Workspace>> workspaces;
  private final Function<Workspace, List<String>> signingKeys;
  private final Clock clock;

  /**
   * @param workspaces the workspace of an id
   * @param signingKeys with which a workspace's may be signed; made ones are with the first
   */
  JwtTokens(
      Function<String, Optional<Workspace>> workspaces,
      Function<Workspace, List<String>> signingKeys,
      Clock clock) {
    this.workspaces = workspaces;
    this.signingKeys = signingKeys;
    this.clock = clock;
  }

  /** What an accepted one says, and whose it is. */
  record Accepted(Workspace workspace, JwtClaims claims) {}

  /**
   * Accepts one, or not. A workspace that is not there and a signature that is wrong are told apart
   * by nobody.
   *
   * @throws InvalidJwtException when it is not accepted
   */
  Accepted accept(String token) throws InvalidJwtException {
    Jwt jwt = Jwt.parse(token);
    Workspace workspace =
        JwtClaims.workspaceOf(jwt.claims())
            .flatMap(workspaces)
            .filter(its -> signingKeys.apply(its).stream().anyMatch(jwt::isSignedWith))
            .orElseThrow(() ->
                new InvalidJwtException(
                    "it is not signed with the workspace admin token of the workspace that its"
                        + " workspace_id names"));
    JwtClaims claims = JwtClaims.read(jwt.claims());
    claims.requireValidAt(clock.instant());
    return new Accepted(workspace, claims);
  }

  /** Makes one. */
  String sign(Workspace workspace, JwtClaims claims) {
    return Jwt.sign(claims.toJson(), signingKeys.apply(workspace).getFirst());
  }
}
