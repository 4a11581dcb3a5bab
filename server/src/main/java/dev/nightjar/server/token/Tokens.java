package dev.nightjar.server.token;

import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Admission;
import dev.nightjar.server.http.Authenticator;
import dev.nightjar.server.http.Caller;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.rights.Permission;
import dev.nightjar.server.rights.Rights;
import dev.nightjar.server.rights.Scope;
import dev.nightjar.server.secret.ServerKey;
import dev.nightjar.server.workspace.Workspace;
import dev.nightjar.server.workspace.Workspaces;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * All tokens: the user's and the administrators', those that workspaces made, and JWTs that were
 * signed with a workspace's admin token.
 */
public final class Tokens implements Authenticator {
  private final AdminTokens admins;
  private final StaticTokens statics;
  private final JwtTokens jwts;
  private final RateLimits limits;
  private final TokenIndex index;
  private final Clock clock;
  private final Map<String, Workspace> workspaces = new ConcurrentHashMap<>();

  private Tokens(AdminTokens admins, StaticTokens statics, TokenIndex index, Clock clock) {
    this.admins = admins;
    this.statics = statics;
    this.index = index;
    this.clock = clock;
    this.limits = new RateLimits(clock);
    this.jwts =
        new JwtTokens(id -> Optional.ofNullable(workspaces.get(id)), admins::signingKeys, clock);
  }

  /** Opens the file {@code tokens}, or makes it, and makes all tokens valid. */
  public static Tokens open(
      Path path,
      StateDatabase state,
      ServerKey key,
      Workspaces workspaces,
      Workspace main,
      Clock clock)
      throws IOException {
    TokenFile file =
        TokenFile.open(
            path,
            () ->
                new TokenFile(
                    TokenTexts.random(main.id()),
                    TokenTexts.random(main.id()),
                    TokenTexts.random(main.id())));
    TokenIndex index = new TokenIndex();
    Tokens tokens =
        new Tokens(
            new AdminTokens(path, file, state, key, index, main),
            new StaticTokens(state, key, clock, index),
            index,
            clock);
    List<Workspace> all = workspaces.all();
    all.forEach(workspace -> tokens.workspaces.put(workspace.id(), workspace));
    tokens.admins.load(all);
    tokens.statics.load(all);
    return tokens;
  }

  /** The tokens that the data directory's file has now. */
  public TokenFile file() {
    return admins.file();
  }

  /** The tokens that workspaces made. */
  public StaticTokens statics() {
    return statics;
  }

  /** The administrator's token of a workspace. */
  public String of(Workspace workspace) {
    return admins.of(workspace);
  }

  /** Makes the token of a new workspace valid. */
  public void add(Workspace workspace) {
    admins.add(workspace);
    workspaces.put(workspace.id(), workspace);
  }

  /** Ends all tokens of a workspace that is deleted, whether or not the database can be written. */
  public void remove(Workspace workspace) {
    workspaces.remove(workspace.id());
    statics.forget(workspace);
    limits.forget(workspace.id());
    admins.remove(workspace);
  }

  /** All of a workspace that may be listed, the administrators' first. */
  public List<StaticToken> list(Workspace workspace) {
    List<StaticToken> all = new ArrayList<>(admins.list(workspace));
    all.addAll(statics.list(workspace));
    return all;
  }

  /** The one with that id, name or text. */
  public Optional<StaticToken> find(Workspace workspace, String named) {
    return admins.find(workspace, named).or(() -> statics.find(workspace, named));
  }

  /** Whether every server has it, so that nobody can change or delete it. */
  public boolean isBuiltIn(Workspace workspace, StaticToken token) {
    return admins.list(workspace).contains(token);
  }

  /** The text of one. */
  public String textOf(Workspace workspace, StaticToken token) {
    return isBuiltIn(workspace, token) ? admins.textOf(workspace, token) : statics.textOf(token);
  }

  /**
   * Gives one another text. An administrator's takes the JWTs with it that it signed, and those of
   * the workspace's branches, which it was told. Those go first: what fails in between leaves the
   * caller a token to try again with.
   */
  public StaticToken refresh(Workspace workspace, StaticToken token) {
    if (isBuiltIn(workspace, token)) {
      for (Workspace branch : workspaces.values()) {
        if (branch.parent().equals(Optional.of(workspace.id()))) {
          admins.list(branch).forEach(own -> admins.refresh(branch, own));
        }
      }
      admins.refresh(workspace, token);
      return token;
    }
    return statics.refresh(workspace, token);
  }

  /**
   * Makes a JWT, signed with the workspace's admin token.
   *
   * @param limits {@code {"rps": n}}, or a missing node
   * @throws HttpProblem 400 when it would not be accepted
   */
  public String sign(
      Workspace workspace, String name, Instant expiresAt, List<Scope> scopes, JsonNode limits) {
    try {
      Optional<String> refusal = JwtClaims.refusalOfName(name);
      if (refusal.isPresent()) {
        throw new InvalidJwtException(refusal.get());
      }
      if (TokenName.isTaken(name)) {
        throw new InvalidJwtException(
            "'" + name + "' is the name of a token that every server has");
      }
      JwtClaims.requireAllowed(scopes);
      JwtClaims claims =
          new JwtClaims(
              workspace.id(), name, expiresAt, Optional.empty(), scopes, JwtClaims.limit(limits));
      claims.requireValidAt(clock.instant());
      String signed = jwts.sign(workspace, claims);
      Jwt.parse(signed);
      return signed;
    } catch (InvalidJwtException e) {
      throw HttpProblem.badRequest("The JWT cannot be made: " + e.getMessage() + ".");
    }
  }

  @Override
  public Caller authenticate(Optional<String> token, Access access) {
    return admit(token, access).caller();
  }

  @Override
  public Admission admit(Optional<String> token, Access access) {
    if (access == Access.PUBLIC) {
      return Admission.of(publicly(token));
    }
    if (token.isEmpty()) {
      throw HttpProblem.forbidden(
          "A token is needed: send it as 'Authorization: Bearer …' or as ?token=….");
    }
    Admission admission =
        Jwt.looksLikeOne(token.get())
            ? ofJwt(token.get())
            : Admission.of(
                index.find(token.get()).orElseThrow(() -> HttpProblem.forbidden("Invalid token.")));
    require(access, admission.caller());
    return admission;
  }

  private static void require(Access access, Caller caller) {
    boolean inWorkspace = access == Access.WORKSPACE || access == Access.SCOPED;
    if (inWorkspace && caller instanceof Caller.User) {
      throw HttpProblem.forbidden("This needs a workspace's token, not the user's.");
    }
    if (access == Access.WORKSPACE
        && caller instanceof Caller.Holder holder
        && !holder.rights().areAll()) {
      throw HttpProblem.forbidden(
          "This needs a token with the scope " + Permission.ADMIN.word() + ".");
    }
  }

  private Caller publicly(Optional<String> token) {
    return token
        .flatMap(text -> {
          if (!Jwt.looksLikeOne(text)) {
            return index.find(text);
          }
          try {
            return Optional.of(caller(jwts.accept(text)));
          } catch (InvalidJwtException _) {
            return Optional.empty();
          }
        })
        .orElseGet(Caller.Anonymous::new);
  }

  private Admission ofJwt(String token) {
    JwtTokens.Accepted accepted;
    try {
      accepted = jwts.accept(token);
    } catch (InvalidJwtException e) {
      throw HttpProblem.forbidden("Invalid token: " + e.getMessage() + ".");
    }
    Caller caller = caller(accepted);
    if (accepted.claims().requestsPerSecond().isEmpty()) {
      return Admission.of(caller);
    }
    return new Admission(
        caller,
        counted(
            limits.count(
                accepted.workspace().id(),
                accepted.claims().name(),
                accepted.claims().requestsPerSecond().getAsInt())));
  }

  private static Caller caller(JwtTokens.Accepted accepted) {
    return new Caller.Holder(
        accepted.workspace(),
        Caller.Kind.JWT,
        accepted.claims().name(),
        new Rights(accepted.claims().scopes()));
  }

  private static Map<String, String> counted(RateLimits.Standing standing) {
    Map<String, String> headers =
        Map.of(
            "X-RateLimit-Limit", Integer.toString(standing.limit()),
            "X-RateLimit-Remaining", Integer.toString(standing.remaining()),
            "X-RateLimit-Reset", Integer.toString(standing.resetSeconds()));
    if (standing.exceeded()) {
      throw HttpProblem.tooManyRequests(
          "This JWT's name may make "
              + standing.limit()
              + " requests a second, and has made them. Try again in a second.",
          standing.resetSeconds(),
          headers);
    }
    return headers;
  }
}
