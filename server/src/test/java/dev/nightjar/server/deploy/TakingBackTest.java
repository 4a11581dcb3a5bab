package dev.nightjar.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.status.ExportProgress;
import dev.nightjar.mirror.status.HealingStatus;
import dev.nightjar.mirror.status.InsertProgress;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.mirror.status.StreamProgress;
import dev.nightjar.project.FileKind;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.aws.ExternalIds;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.live.WriteGate;
import dev.nightjar.server.query.ServiceTables;
import dev.nightjar.server.query.SqlGate;
import dev.nightjar.server.secret.Secrets;
import dev.nightjar.server.secret.ServerKey;
import dev.nightjar.server.service.OperationsLog;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.token.Tokens;
import dev.nightjar.server.workspace.Workspace;
import dev.nightjar.server.workspace.Workspaces;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A deployment fails and ClickHouse is away, so that its steps cannot be taken back either. */
@ExtendWith(EmbeddedEngine.class)
class TakingBackTest {
  @TempDir Path directory;

  private final List<String> log = new ArrayList<>();
  private StateDatabase state;
  private Workspace workspace;
  private LiveSets liveSets;
  private Tables tables;
  private volatile MirrorState mirror = MirrorState.LIVE;
  private boolean away;

  @BeforeEach
  void makeAWorkspaceWithAView(TestDatabase database) {
    state = StateDatabase.open(directory);
    state.migrate("server", "dev/nightjar/server/migration", getClass().getClassLoader());
    Workspace made = new Workspaces(state, Clock.systemUTC()).main("main");
    workspace = new Workspace(made.id(), made.name(), database.name(), true, made.createdAt());
    liveSets = new LiveSets(state);
    tables = new Tables(failing(database.clickHouse()), database.name());
    List<LiveResource> resources = new ArrayList<>();
    files("n + 1").forEach(file -> resources.add(resource(file)));
    state.transaction(db -> {
      liveSets.replace(db, workspace, resources);
      return workspace;
    });
    for (String name : List.of("a", "b")) {
      tables.create(
          PlainTable.of(
              liveSets.of(workspace).datasource(name).orElseThrow(), tables.named(name), true));
    }
    Planner.liveViews(liveSets.of(workspace))
        .downstreamFirst()
        .forEach(view -> tables.create(view.definition(database.name())));
    log.clear();
  }

  @AfterEach
  void dropEverything() {
    away = false;
    for (String name : tables.existing()) {
      tables.drop(tables.named(name));
    }
    state.close();
  }

  @Test
  void mirrorsWaitUntilEverythingIsAsItWas(TestDatabase database) throws IOException {
    Leftovers leftovers = new Leftovers(state, failing(database.clickHouse()), beside(database));
    Plan plan = planOfAnotherView(database);
    assertThat(plan.errors()).isEmpty();
    Rollout rollout =
        new Rollout(
            plan,
            tables,
            mirrors(),
            new PipeChecks(database.clickHouse(), ServiceTables.NONE),
            leftovers,
            beside(database));

    assertThatThrownBy(() ->
            rollout.run(_ -> {
              away = true;
              throw new UnavailableException("ClickHouse is away");
            }))
        .isInstanceOf(UnavailableException.class);

    assertThat(rollout.takenBack()).isFalse();
    assertThat(mirror).isEqualTo(MirrorState.PAUSED);
    away = false;
    log.clear();

    leftovers.settle(workspace, liveSets, mirrors());

    assertThat(mirror).isEqualTo(MirrorState.LIVE);
    tables.execute("INSERT INTO a VALUES ('x', 1)");
    assertThat(database.text("SELECT n FROM b")).isEqualTo("2");
  }

  @Test
  void aMirrorThatRunsWaitsWhileViewsAreAway(TestDatabase database) {
    Leftovers leftovers = new Leftovers(state, failing(database.clickHouse()), beside(database));
    leftovers.begin(workspace, List.of());

    leftovers.settle(workspace, liveSets, mirrors());

    assertThat(log).startsWith("pause").endsWith("resume");
    assertThat(log).anyMatch(entry -> entry.startsWith("DROP")).hasSizeGreaterThan(2);
    assertThat(mirror).isEqualTo(MirrorState.LIVE);
  }

  /** It is live, and what the mirror waited for is over, whatever else goes wrong by then. */
  @Test
  void mirrorsGoOnAfterADeploymentWhoseTokensCouldNotBeRead(TestDatabase database)
      throws IOException {
    ServerKey key = ServerKey.open(directory.resolve("key"));
    Workspaces workspaces = new Workspaces(state, Clock.systemUTC());
    Tokens tokens =
        Tokens.open(
            directory.resolve("tokens"),
            state,
            key,
            workspaces,
            workspaces.main("main"),
            Clock.systemUTC());
    try (Rollouts rollouts =
        new Rollouts(
            failing(database.clickHouse()),
            state,
            mirrors(),
            liveSets,
            tokens.statics(),
            ServiceTables.NONE,
            OperationsLog.NONE,
            new Leftovers(state, failing(database.clickHouse()), beside(database)),
            beside(database),
            new WorkspaceLocks(new WriteGate()),
            Clock.systemUTC())) {

      rollouts.run(
          workspace,
          planOfAnotherView(database),
          (db, _) -> db.execute("ALTER TABLE static_token RENAME TO static_token_away"));

      assertThat(liveSets.of(workspace).pipe("v").orElseThrow().nodes().getFirst().sql())
          .contains("n + 2");
      state.transaction(db -> db.execute("ALTER TABLE static_token_away RENAME TO static_token"));
      await().atMost(Duration.ofMinutes(1)).until(() -> mirror == MirrorState.LIVE);
    }
  }

  private Plan planOfAnotherView(TestDatabase database) throws IOException {
    ServerKey key = ServerKey.open(directory.resolve("key"));
    return new Planner(
            new Secrets(state, key, Clock.systemUTC()),
            new ExternalIds(key, Optional.empty(), id -> Optional.empty()),
            mirrors(),
            new SqlGate(database.clickHouse().inspector()),
            ServiceTables.NONE,
            beside(database))
        .plan(
            workspace,
            liveSets.of(workspace),
            Intended.upload(files("n + 2"), liveSets.of(workspace), Optional.empty()),
            new Planner.Wish(true, false));
  }

  private PreparedTables beside(TestDatabase database) {
    return new PreparedTables(state, failing(database.clickHouse()));
  }

  private static List<SourceFile> files(String n) {
    return List.of(
        new SourceFile("a.datasource", Files.plain()),
        new SourceFile("b.datasource", Files.plain()),
        new SourceFile("v.pipe", Files.materialized("SELECT id, " + n + " AS n FROM a", "b")));
  }

  private static LiveResource resource(SourceFile file) {
    String[] name = file.path().split("\\.");
    FileKind kind = name[1].equals("pipe") ? FileKind.PIPE : FileKind.DATASOURCE;
    return new LiveResource(
        kind, name[0], UUID.randomUUID().toString(), file, true, Instant.EPOCH, Instant.EPOCH);
  }

  /** The real ClickHouse, unless it is away. */
  private ClickHouse failing(ClickHouse real) {
    return (ClickHouse)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ClickHouse.class},
            (_, method, arguments) -> {
              if (away) {
                throw new UnavailableException("ClickHouse is away");
              }
              if (arguments != null && arguments[0] instanceof Statement statement) {
                log.add(statement.sql());
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** One mirror, of the data source {@code a}. */
  private Mirrors mirrors() {
    String id = liveSets.of(workspace).find(FileKind.DATASOURCE, "a").orElseThrow().id();
    return (Mirrors)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Mirrors.class},
            (_, method, arguments) -> {
              switch (method.getName()) {
                case "statuses" -> {
                  return List.of(status(id));
                }
                case "status" -> {
                  return id.equals(arguments[0]) ? Optional.of(status(id)) : Optional.empty();
                }
                case "pause" -> mirror = MirrorState.PAUSED;
                case "resume" -> mirror = MirrorState.LIVE;
                default -> throw new AssertionError(method);
              }
              log.add(method.getName());
              return null;
            });
  }

  private MirrorStatus status(String id) {
    return new MirrorStatus(
        id,
        "a",
        workspace.name(),
        "",
        mirror,
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        1,
        Optional.empty(),
        Optional.empty(),
        new ExportProgress(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            0,
            0,
            0,
            0,
            Optional.empty(),
            Optional.empty()),
        new StreamProgress(
            Optional.empty(),
            0,
            0,
            0,
            0,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty()),
        InsertProgress.none(),
        HealingStatus.NONE,
        0,
        Optional.empty(),
        Map.of());
  }
}
