package dev.nightjar.server.token;

import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.project.FileKind;
import dev.nightjar.project.ResourceName;
import dev.nightjar.server.http.Caller;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.rights.Scope;
import dev.nightjar.server.secret.ServerKey;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The tokens that workspaces make, by the API and in files. Their texts are made from the server's
 * key, the token's id and its generation, so that they can be told again without being stored. A
 * change is valid when the method that makes it returns.
 */
public final class StaticTokens {
  /** The most that a workspace may have. */
  public static final int MOST = 10_000;

  private static final String PURPOSE = "nightjar static tokens";

  private final StateDatabase state;
  private final ServerKey key;
  private final Clock clock;
  private final TokenIndex index;
  private final Map<String, Map<String, StaticToken>> byWorkspace = new HashMap<>();

  StaticTokens(StateDatabase state, ServerKey key, Clock clock, TokenIndex index) {
    this.state = state;
    this.key = key;
    this.clock = clock;
    this.index = index;
  }

  /** Reads those of all workspaces. */
  synchronized void load(Collection<Workspace> workspaces) {
    Map<String, List<StaticToken>> stored =
        state.transaction(StaticTokenStore::all).stream()
            .collect(Collectors.groupingBy(StaticToken::workspaceId));
    workspaces.forEach(
        workspace -> publish(workspace, stored.getOrDefault(workspace.id(), List.of())));
  }

  /** Reads those of a workspace again, after a deployment's transaction was committed. */
  public synchronized void reload(Workspace workspace) {
    publish(workspace, state.transaction(db -> StaticTokenStore.of(db, workspace.id())));
  }

  /** Ends all of a workspace that is deleted. */
  synchronized void forget(Workspace workspace) {
    publish(workspace, List.of());
    byWorkspace.remove(workspace.id());
  }

  /** Those of a workspace, the oldest first. */
  public synchronized List<StaticToken> list(Workspace workspace) {
    return List.copyOf(byWorkspace.getOrDefault(workspace.id(), Map.of()).values());
  }

  /** The one with that id, name or text. */
  public synchronized Optional<StaticToken> find(Workspace workspace, String named) {
    return list(workspace).stream()
        .filter(token -> token.id().equals(named) || token.name().equals(named))
        .findFirst()
        .or(() -> ofText(workspace, named));
  }

  private Optional<StaticToken> ofText(Workspace workspace, String text) {
    return index.find(text).stream()
        .filter(Caller.Holder.class::isInstance)
        .map(Caller.Holder.class::cast)
        .filter(holder -> holder.workspace().equals(workspace))
        .flatMap(holder -> list(workspace).stream().filter(t -> t.name().equals(holder.token())))
        .findFirst();
  }

  /**
   * Makes one.
   *
   * @throws HttpProblem 400 when the name will not do or there are too many, 409 when it is taken
   */
  public synchronized StaticToken create(
      Workspace workspace, String name, String description, List<Scope> scopes) {
    requireName(name);
    if (list(workspace).size() >= MOST) {
      throw HttpProblem.badRequest(
          "The workspace has " + MOST + " tokens, and may not have more. Delete some.");
    }
    Instant now = now();
    StaticToken token =
        new StaticToken(
            UUID.randomUUID().toString(),
            workspace.id(),
            name,
            description,
            0,
            scopes.stream().distinct().toList(),
            List.of(),
            now,
            now);
    state.transaction(db -> {
      requireFree(db, workspace, name);
      StaticTokenStore.insert(db, token, hash(token));
      return token;
    });
    put(workspace, token);
    return token;
  }

  /**
   * Gives one another name, description or other scopes; what files give it stays.
   *
   * @throws HttpProblem 400 when the name will not do, 409 when it is taken
   */
  public StaticToken update(
      Workspace workspace,
      StaticToken token,
      Optional<String> name,
      Optional<String> description,
      Optional<List<Scope>> scopes) {
    return change(
        workspace,
        token,
        (db, before) -> {
          name.filter(other -> !other.equals(before.name()))
              .ifPresent(other -> {
                requireName(other);
                requireFree(db, workspace, other);
              });
          StaticToken named =
              before.named(name.orElse(before.name()), description.orElse(before.description()));
          return scopes.map(sent -> named.withScopes(ofTheApi(sent, before))).orElse(named);
        });
  }

  /** Without what files give: clients send back all that they saw, and one more. */
  private static List<Scope> ofTheApi(List<Scope> sent, StaticToken before) {
    return sent.stream()
        .filter(scope -> before.scopes().contains(scope) || !before.fileScopes().contains(scope))
        .toList();
  }

  /** Gives one another text; the old one is no token any more. */
  public StaticToken refresh(Workspace workspace, StaticToken token) {
    return change(workspace, token, (db, before) -> before.nextGeneration());
  }

  /** Ends one. */
  public synchronized void delete(Workspace workspace, StaticToken token) {
    state.transaction(db -> StaticTokenStore.delete(db, token));
    Map<String, StaticToken> left = byWorkspace.get(workspace.id());
    StaticToken ended = left == null ? null : left.remove(token.id());
    if (ended != null) {
      index.remove(hash(ended));
    }
  }

  /** The text of one. */
  String textOf(StaticToken token) {
    return TokenTexts.of(
        token.workspaceId(),
        token.id(),
        key.authenticate(
            PURPOSE, token.workspaceId() + "/" + token.id() + "/" + token.generation()));
  }

  /**
   * Stores what files give, in the transaction that stores the files; {@link #reload} makes it
   * valid once that is committed. Tokens are made where there is none of the name; one that is in
   * no file any more stays, without what files gave it. What is deleted is taken out of every
   * scope, so that nothing of the same name that comes later is opened by it. A scope with a filter
   * stays and hides every row: without it, a pipe over what comes later would show them all.
   */
  public void deploy(
      Handle db, Workspace workspace, FileGrants grants, Collection<ResourceName> deleted) {
    Map<String, List<Scope>> waiting = new TreeMap<>(grants.byToken());
    Instant now = now();
    for (StaticToken token : StaticTokenStore.of(db, workspace.id())) {
      List<Scope> files = waiting.getOrDefault(token.name(), List.of());
      waiting.remove(token.name());
      StaticToken changed =
          token
              .withFileScopes(files)
              .withScopes(
                  token.scopes().stream()
                      .flatMap(scope ->
                          isOf(scope, deleted) ? scope.closed().stream() : Stream.of(scope))
                      .toList());
      if (!changed.equals(token)) {
        StaticTokenStore.update(db, changed.at(now), hash(token));
      }
    }
    waiting.forEach((name, scopes) -> {
      StaticToken token =
          new StaticToken(
              UUID.randomUUID().toString(),
              workspace.id(),
              name,
              "",
              0,
              List.of(),
              scopes,
              now,
              now);
      StaticTokenStore.insert(db, token, hash(token));
    });
  }

  private static boolean isOf(Scope scope, Collection<ResourceName> deleted) {
    FileKind kind =
        scope.permission().word().startsWith("PIPES") ? FileKind.PIPE : FileKind.DATASOURCE;
    return scope
        .resource()
        .filter(name -> deleted.contains(new ResourceName(kind, name)))
        .isPresent();
  }

  private interface Change {
    StaticToken of(Handle db, StaticToken before);
  }

  private synchronized StaticToken change(Workspace workspace, StaticToken token, Change change) {
    // what is stored, not what is in memory: a deployment may have been committed in between
    List<StaticToken> both =
        state.transaction(db -> {
          StaticToken before =
              StaticTokenStore.byId(db, workspace.id(), token.id())
                  .orElseThrow(() -> HttpProblem.notFound("There is no such token any more."));
          StaticToken after = change.of(db, before).at(now());
          StaticTokenStore.update(db, after, hash(after));
          return List.of(before, after);
        });
    put(workspace, both.getLast());
    if (both.getFirst().generation() != both.getLast().generation()) {
      index.remove(hash(both.getFirst()));
    }
    return both.getLast();
  }

  private static void requireName(String name) {
    TokenName.refusal(name)
        .ifPresent(refusal -> {
          throw HttpProblem.badRequest(refusal);
        });
  }

  private static void requireFree(Handle db, Workspace workspace, String name) {
    if (StaticTokenStore.isNamed(db, workspace.id(), name)) {
      throw HttpProblem.conflict("There is a token '" + name + "' already.");
    }
  }

  private void put(Workspace workspace, StaticToken token) {
    byWorkspace.computeIfAbsent(workspace.id(), id -> new LinkedHashMap<>()).put(token.id(), token);
    index.put(entry(workspace, token));
  }

  private void publish(Workspace workspace, List<StaticToken> tokens) {
    Map<String, StaticToken> after = new LinkedHashMap<>();
    tokens.forEach(token -> after.put(token.id(), token));
    Map<String, StaticToken> before = byWorkspace.put(workspace.id(), after);
    index.replace(
        before == null ? List.of() : before.values().stream().map(this::hash).toList(),
        tokens.stream().map(token -> entry(workspace, token)).toList());
  }

  private TokenIndex.Entry entry(Workspace workspace, StaticToken token) {
    return new TokenIndex.Entry(
        hash(token),
        new Caller.Holder(workspace, Caller.Kind.STATIC, token.name(), token.rights()));
  }

  private byte[] hash(StaticToken token) {
    return TokenTexts.hash(textOf(token));
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }
}
