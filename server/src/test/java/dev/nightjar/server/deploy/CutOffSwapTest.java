package dev.nightjar.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.workspace.Workspace;
import dev.nightjar.server.workspace.Workspaces;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server dies while it puts a table from beside in its place. */
@ExtendWith(EmbeddedEngine.class)
class CutOffSwapTest {
  @TempDir Path directory;

  private StateDatabase state;
  private Workspace workspace;
  private LiveSets liveSets;
  private Tables tables;
  private PreparedTables prepared;
  private Leftovers leftovers;
  private Prepared orders;

  @BeforeEach
  void standBeside(TestDatabase database) {
    state = StateDatabase.open(directory);
    state.migrate("server", "dev/nightjar/server/migration", getClass().getClassLoader());
    Workspace made = new Workspaces(state, Clock.systemUTC()).main("main");
    workspace = new Workspace(made.id(), made.name(), database.name(), true, made.createdAt());
    liveSets = new LiveSets(state);
    tables = new Tables(database.clickHouse(), database.name());
    prepared = new PreparedTables(state, database.clickHouse());
    leftovers = new Leftovers(state, database.clickHouse(), prepared);
    SourceFile file = new SourceFile("orders.datasource", Files.mirrored("orders"));
    Prepared begun =
        Prepared.begun(
            "t_1", ProjectParser.parse(List.of(file)).project().datasources().get("orders"));
    prepared.begin(workspace, 1, begun);
    make("old", "orders", "orders_quarantine");
    make("new", Prepared.PREFIX + "t_1", Prepared.PREFIX + "t_1_quarantine");
    prepared.stands(workspace, begun);
    Instant now = Instant.EPOCH;
    Deployment staged =
        new Deployment(
            1, Deployment.Status.DATA_READY, false, Map.of(), List.of(), List.of(), now, now);
    Deployments deployments = new Deployments(state, Clock.systemUTC());
    state.transaction(db -> deployments.insert(db, workspace, staged, List.of()));
    prepared.made(List.of("t_1"));
    orders = prepared.of(workspace).getFirst();
  }

  @AfterEach
  void dropEverything() {
    tables.existing().forEach(name -> tables.drop(tables.named(name)));
    state.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void theNextStartTakesItBack(int statements, TestDatabase database) {
    leftovers.begin(workspace, List.of());
    PreparedTables dying = new PreparedTables(state, dyingAfter(statements, database.clickHouse()));

    if (statements < 2) {
      assertThatThrownBy(() -> dying.swapIn(workspace, orders))
          .isInstanceOf(UnavailableException.class);
    } else {
      dying.swapIn(workspace, orders);
    }
    leftovers.takeBackTables(List.of(workspace), liveSets);

    assertThat(database.text("SELECT v FROM orders")).isEqualTo("old");
    assertThat(database.text("SELECT v FROM orders_quarantine")).isEqualTo("old");
    assertThat(text(database, orders.places(workspace).getFirst().beside())).isEqualTo("new");
    assertThat(text(database, orders.places(workspace).getLast().beside())).isEqualTo("new");
  }

  @Test
  void whatIsStoredStays(TestDatabase database) {
    leftovers.begin(workspace, List.of());
    prepared.swapIn(workspace, orders);
    List<TableName> old = orders.places(workspace).stream().map(Prepared.Place::beside).toList();
    state.transaction(db -> {
      leftovers.end(db, workspace, List.of());
      leftovers.remember(db, old);
      prepared.inPlace(db, workspace, mirrors(), orders);
      return old;
    });

    leftovers.takeBackTables(List.of(workspace), liveSets);

    assertThat(database.text("SELECT v FROM orders")).isEqualTo("new");
    assertThat(database.text("SELECT v FROM orders_quarantine")).isEqualTo("new");
    assertThat(tables.existing()).containsExactlyInAnyOrder("orders", "orders_quarantine");
  }

  @Test
  void whatNoDeploymentWaitsForIsDropped(TestDatabase database) {
    new Deployments(state, Clock.systemUTC()).delete(workspace, 1);

    leftovers.takeBackTables(List.of(workspace), liveSets);

    assertThat(prepared.all(workspace)).isEmpty();
    assertThat(tables.existing()).containsExactlyInAnyOrder("orders", "orders_quarantine");
    assertThat(database.text("SELECT v FROM orders")).isEqualTo("old");
  }

  private void make(String value, String... names) {
    for (String name : names) {
      String table = tables.named(name).sql();
      tables.execute("CREATE TABLE " + table + " (v String) ENGINE = MergeTree ORDER BY v");
      tables.execute("INSERT INTO " + table + " VALUES ('" + value + "')");
    }
  }

  private static String text(TestDatabase database, TableName table) {
    return database.text("SELECT v FROM " + table.sql());
  }

  /** Mirrors that take a table's new name. */
  private Mirrors mirrors() {
    return (Mirrors)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Mirrors.class},
            (_, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("tableRenamed");
              assertThat(arguments[2]).isEqualTo(tables.named("orders"));
              return null;
            });
  }

  /** The real ClickHouse, for so many statements. */
  private ClickHouse dyingAfter(int statements, ClickHouse real) {
    int[] left = {statements};
    return (ClickHouse)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ClickHouse.class},
            (_, method, arguments) -> {
              boolean changes = arguments != null && arguments[0] instanceof Statement;
              if (changes && left[0]-- == 0) {
                throw new UnavailableException("ClickHouse is away");
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
