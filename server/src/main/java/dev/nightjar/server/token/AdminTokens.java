package dev.nightjar.server.token;

import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.http.Caller;
import dev.nightjar.server.rights.Permission;
import dev.nightjar.server.rights.Scope;
import dev.nightjar.server.secret.ServerKey;
import dev.nightjar.server.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The tokens that nobody made: the user's and the administrators'. Those of the file {@code tokens}
 * are random; those of further workspaces are made from the server's key. The database holds
 * SHA-256 hashes only.
 */
final class AdminTokens {
  private static final String PURPOSE = "nightjar workspace tokens";

  private enum Kind {
    USER,
    ADMIN
  }

  private record Stored(byte[] hash, Kind kind, String workspaceId, int generation) {}

  private final Path path;
  private final StateDatabase state;
  private final ServerKey key;
  private final TokenIndex index;
  private final Workspace main;
  private final Map<String, Integer> generations = new HashMap<>();
  private TokenFile file;

  AdminTokens(
      Path path,
      TokenFile file,
      StateDatabase state,
      ServerKey key,
      TokenIndex index,
      Workspace main) {
    this.path = path;
    this.file = file;
    this.state = state;
    this.key = key;
    this.index = index;
    this.main = main;
  }

  /** Makes them valid. */
  synchronized void load(Collection<Workspace> workspaces) {
    storeFile();
    Map<String, Workspace> byId = new HashMap<>();
    workspaces.forEach(workspace -> byId.put(workspace.id(), workspace));
    for (Stored stored : stored()) {
      generations.put(stored.workspaceId(), stored.generation());
      Workspace workspace = byId.get(stored.workspaceId());
      // that of a deleted workspace goes with it
      if (workspace != null) {
        index.put(
            new TokenIndex.Entry(
                stored.hash(),
                switch (stored.kind()) {
                  case USER -> new Caller.User();
                  case ADMIN -> new Caller.Admin(workspace);
                }));
      }
    }
  }

  synchronized TokenFile file() {
    return file;
  }

  /** The administrator's token of a workspace. */
  synchronized String of(Workspace workspace) {
    return isMain(workspace)
        ? file.workspaceAdminToken()
        : derived(workspace, generations.getOrDefault(workspace.id(), 0));
  }

  /** With which JWTs of a workspace may be signed. */
  synchronized List<String> signingKeys(Workspace workspace) {
    return isMain(workspace)
        ? List.of(file.workspaceAdminToken(), file.adminToken())
        : List.of(of(workspace));
  }

  /** Makes the token of a new workspace valid. */
  synchronized void add(Workspace workspace) {
    // the transaction runs in another thread, which must not wait for this one
    String token = of(workspace);
    state.transaction(db -> insert(db, token, Kind.ADMIN, workspace, 0));
    index.put(entry(token, workspace));
  }

  /** Ends the token of a workspace that is deleted. */
  synchronized void remove(Workspace workspace) {
    index.remove(TokenTexts.hash(of(workspace)));
    state.transaction(db -> delete(db, workspace));
    generations.remove(workspace.id());
  }

  /** Those of a workspace, as static tokens are listed. */
  List<StaticToken> list(Workspace workspace) {
    List<StaticToken> all = new ArrayList<>();
    all.add(listed(workspace, TokenName.WORKSPACE_ADMIN));
    if (isMain(workspace)) {
      all.add(listed(workspace, TokenName.ADMIN));
    }
    return all;
  }

  /** The one with that id, name or text. */
  Optional<StaticToken> find(Workspace workspace, String named) {
    return list(workspace).stream()
        .filter(token ->
            token.id().equals(named)
                || token.name().equals(named)
                || index.find(named).filter(new Caller.Admin(workspace)::equals).isPresent()
                    && named.equals(textOf(workspace, token)))
        .findFirst();
  }

  /** The text of one of {@link #list}. */
  synchronized String textOf(Workspace workspace, StaticToken token) {
    return token.name().equals(TokenName.ADMIN) ? file.adminToken() : of(workspace);
  }

  /** Gives one another text; the old one is no token any more, and signs nothing. */
  synchronized void refresh(Workspace workspace, StaticToken token) {
    String before = textOf(workspace, token);
    if (isMain(workspace)) {
      TokenFile fresh =
          token.name().equals(TokenName.ADMIN)
              ? file.withAdminToken(TokenTexts.random(main.id()))
              : file.withWorkspaceAdminToken(TokenTexts.random(main.id()));
      try {
        fresh.write(path);
      } catch (IOException e) {
        throw new UncheckedIOException("the file of the tokens cannot be written", e);
      }
      file = fresh;
      // before the database, which may refuse: it is written from the file at the next start
      replaced(before, workspace, token);
      storeFile();
    } else {
      int generation = generations.getOrDefault(workspace.id(), 0) + 1;
      // at once: a crash between the two would make generation 0 valid again
      state.transaction(db -> {
        delete(db, workspace);
        insert(db, derived(workspace, generation), Kind.ADMIN, workspace, generation);
        return generation;
      });
      generations.put(workspace.id(), generation);
      replaced(before, workspace, token);
    }
  }

  private void replaced(String before, Workspace workspace, StaticToken token) {
    index.put(entry(textOf(workspace, token), workspace));
    index.remove(TokenTexts.hash(before));
  }

  private boolean isMain(Workspace workspace) {
    return workspace.id().equals(main.id());
  }

  private String derived(Workspace workspace, int generation) {
    String subject = workspace.id() + (generation == 0 ? "" : "/" + generation);
    return TokenTexts.of(workspace.id(), key.authenticate(PURPOSE, subject));
  }

  private static StaticToken listed(Workspace workspace, String name) {
    String id =
        UUID.nameUUIDFromBytes((workspace.id() + "/" + name).getBytes(StandardCharsets.UTF_8))
            .toString();
    return new StaticToken(
        id,
        workspace.id(),
        name,
        "",
        0,
        List.of(Scope.of(Permission.ADMIN)),
        List.of(),
        workspace.createdAt(),
        workspace.createdAt());
  }

  private static TokenIndex.Entry entry(String text, Workspace workspace) {
    return new TokenIndex.Entry(TokenTexts.hash(text), new Caller.Admin(workspace));
  }

  private void storeFile() {
    state.transaction(db -> {
      delete(db, main);
      insert(db, file.userToken(), Kind.USER, main, 0);
      insert(db, file.adminToken(), Kind.ADMIN, main, 0);
      return insert(db, file.workspaceAdminToken(), Kind.ADMIN, main, 0);
    });
  }

  private List<Stored> stored() {
    return state.transaction(db ->
        db.createQuery("SELECT hash, kind, workspace_id, generation FROM token ORDER BY hash")
            .map((row, context) ->
                new Stored(
                    HexFormat.of().parseHex(row.getString("hash")),
                    Kind.valueOf(row.getString("kind")),
                    row.getString("workspace_id"),
                    row.getInt("generation")))
            .list());
  }

  private static int delete(Handle db, Workspace workspace) {
    return db.createUpdate("DELETE FROM token WHERE workspace_id = :workspace")
        .bind("workspace", workspace.id())
        .execute();
  }

  private static int insert(
      Handle db, String token, Kind kind, Workspace workspace, int generation) {
    return db.createUpdate(
            """
            INSERT INTO token (hash, kind, workspace_id, generation)
            VALUES (:hash, :kind, :workspace, :generation)
            ON CONFLICT (hash) DO NOTHING
            """)
        .bind("hash", HexFormat.of().formatHex(TokenTexts.hash(token)))
        .bind("kind", kind.name())
        .bind("workspace", workspace.id())
        .bind("generation", generation)
        .execute();
  }
}
