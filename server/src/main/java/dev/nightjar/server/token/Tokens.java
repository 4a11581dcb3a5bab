package dev.nightjar.server.token;

import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Authenticator;
import dev.nightjar.server.http.Caller;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.secret.ServerKey;
import dev.nightjar.server.workspace.Workspace;
import dev.nightjar.server.workspace.Workspaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All tokens. Those of the file {@code tokens} are random; those of further workspaces are made
 * from the server's key, so that they can be listed without being stored. The database holds
 * SHA-256 hashes only.
 */
public final class Tokens implements Authenticator {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private enum Kind {
    USER,
    ADMIN
  }

  private record Valid(byte[] hash, Caller caller) {}

  private final StateDatabase state;
  private final ServerKey key;
  private final Workspaces workspaces;
  private final Workspace main;
  private final TokenFile file;
  private volatile List<Valid> valid = List.of();

  private Tokens(
      StateDatabase state, ServerKey key, Workspaces workspaces, Workspace main, TokenFile file) {
    this.state = state;
    this.key = key;
    this.workspaces = workspaces;
    this.main = main;
    this.file = file;
  }

  /** Opens the file {@code tokens}, or makes it, and makes its tokens the valid ones. */
  public static Tokens open(
      Path path, StateDatabase state, ServerKey key, Workspaces workspaces, Workspace main)
      throws IOException {
    TokenFile file =
        TokenFile.open(path, () -> new TokenFile(random(main), random(main), random(main)));
    Tokens tokens = new Tokens(state, key, workspaces, main, file);
    tokens.store();
    return tokens;
  }

  public TokenFile file() {
    return file;
  }

  /** The administrator's token of a workspace. */
  public String of(Workspace workspace) {
    if (workspace.id().equals(main.id())) {
      return file.workspaceAdminToken();
    }
    return token(
        workspace.id(),
        BASE64.encodeToString(key.authenticate("nightjar workspace tokens", workspace.id())));
  }

  /** Makes the token of a new workspace valid. */
  public void add(Workspace workspace) {
    insert(of(workspace), Kind.ADMIN, workspace.id());
  }

  /** Ends the token of a workspace that is deleted. */
  public void remove(Workspace workspace) {
    state.transaction(db ->
        db.createUpdate("DELETE FROM token WHERE workspace_id = :workspace")
            .bind("workspace", workspace.id())
            .execute());
    reload();
  }

  @Override
  public Caller authenticate(Optional<String> token, Access access) {
    if (access == Access.PUBLIC) {
      return token.flatMap(this::find).orElseGet(Caller.Anonymous::new);
    }
    Caller caller =
        token
            .flatMap(this::find)
            .orElseThrow(() ->
                HttpProblem.forbidden(
                    token.isEmpty()
                        ? "A token is needed: send it as 'Authorization: Bearer …' or as ?token=…."
                        : "Invalid token."));
    if (access == Access.WORKSPACE && !(caller instanceof Caller.Admin)) {
      throw HttpProblem.forbidden("This needs a workspace's token, not the user's.");
    }
    if (access == Access.SCOPED && caller instanceof Caller.User) {
      throw HttpProblem.forbidden("This needs a workspace's token, not the user's.");
    }
    return caller;
  }

  private Optional<Caller> find(String token) {
    byte[] hash = hash(token);
    Optional<Caller> found = Optional.empty();
    for (Valid known : valid) {
      if (MessageDigest.isEqual(known.hash(), hash)) {
        found = Optional.of(known.caller());
      }
    }
    return found;
  }

  /** Reads the hashes again, so that no request has to. */
  private void reload() {
    Map<String, Workspace> byId =
        workspaces.all().stream().collect(Collectors.toMap(Workspace::id, Function.identity()));
    valid =
        state.transaction(db ->
            db.createQuery("SELECT hash, kind, workspace_id FROM token ORDER BY hash")
                .map((row, context) ->
                    new Valid(
                        HexFormat.of().parseHex(row.getString("hash")),
                        caller(
                            Kind.valueOf(row.getString("kind")),
                            byId.get(row.getString("workspace_id")))))
                .list());
  }

  private static Caller caller(Kind kind, Workspace workspace) {
    return switch (kind) {
      case USER -> new Caller.User();
      case ADMIN -> new Caller.Admin(workspace);
    };
  }

  private void store() {
    state.transaction(db ->
        db.createUpdate("DELETE FROM token WHERE workspace_id = :main")
            .bind("main", main.id())
            .execute());
    insert(file.userToken(), Kind.USER, main.id());
    insert(file.adminToken(), Kind.ADMIN, main.id());
    insert(file.workspaceAdminToken(), Kind.ADMIN, main.id());
  }

  private void insert(String token, Kind kind, String workspaceId) {
    state.transaction(db ->
        db.createUpdate(
                """
                INSERT INTO token (hash, kind, workspace_id) VALUES (:hash, :kind, :workspace)
                ON CONFLICT (hash) DO NOTHING
                """)
            .bind("hash", HexFormat.of().formatHex(hash(token)))
            .bind("kind", kind.name())
            .bind("workspace", workspaceId)
            .execute());
    reload();
  }

  private static String random(Workspace workspace) {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return token(workspace.id(), BASE64.encodeToString(bytes));
  }

  /**
   * The form that clients know: {@code p.}, a JSON object in base64, and what makes it a secret.
   */
  private static String token(String workspaceId, String secret) {
    byte[] claims =
        Json.bytes(
            Json.object(
                "u", workspaceId, "id", UUID.nameUUIDFromBytes(hash(secret)), "host", null));
    return "p." + BASE64.encodeToString(claims) + "." + secret;
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
