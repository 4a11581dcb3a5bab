package dev.nightjar.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.project.FileKind;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.workspace.Workspace;
import dev.nightjar.server.workspace.Workspaces;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the next start does about a deployment that a crash has cut off. */
@ExtendWith(EmbeddedEngine.class)
class LeftoversTest {
  @TempDir Path directory;

  private StateDatabase state;
  private Workspace workspace;
  private LiveSets liveSets;
  private Leftovers leftovers;
  private Tables tables;

  @BeforeEach
  void makeAWorkspaceWithAViewBetweenTwoTables(TestDatabase database) {
    state = StateDatabase.open(directory);
    state.migrate("server", "dev/nightjar/server/migration", LeftoversTest.class.getClassLoader());
    Workspace made = new Workspaces(state, Clock.systemUTC()).main("main");
    workspace = new Workspace(made.id(), made.name(), database.name(), true, made.createdAt());
    liveSets = new LiveSets(state);
    leftovers =
        new Leftovers(
            state, database.clickHouse(), new PreparedTables(state, database.clickHouse()));
    tables = new Tables(database.clickHouse(), database.name());
    state.transaction(db -> {
      liveSets.replace(
          db,
          workspace,
          List.of(
              resource(FileKind.DATASOURCE, "a", Files.plain()),
              resource(FileKind.DATASOURCE, "b", Files.plain()),
              resource(
                  FileKind.PIPE, "v", Files.materialized("SELECT id, n + 1 AS n FROM a", "b"))));
      return workspace;
    });
    for (String name : List.of("a", "b")) {
      tables.drop(tables.named(name));
      tables.execute(
          PlainTable.of(
                  liveSets.of(workspace).datasource(name).orElseThrow(), tables.named(name), true)
              .create());
    }
    tables.execute("INSERT INTO a VALUES ('kept', 1)");
  }

  @AfterEach
  void dropEverything() {
    for (String name : tables.existing()) {
      tables.drop(tables.named(name));
    }
    state.close();
  }

  @Test
  void aTableThatWasSetAsideComesBackAndItsViewWorks(TestDatabase database) {
    leftovers.begin(workspace, List.of());
    tables.rename(tables.named("a"), tables.aside(tables.named("a")));
    tables.execute("CREATE TABLE a (other UInt8) ENGINE = MergeTree ORDER BY tuple()");

    leftovers.takeBackTables(List.of(workspace), liveSets);
    tables.execute("INSERT INTO a VALUES ('new', 1)");

    assertThat(database.text("SELECT id FROM a ORDER BY id")).isEqualTo("kept\nnew");
    assertThat(database.text("SELECT id, n FROM b")).isEqualTo("new\t2");
    assertThat(tables.existing()).containsExactlyInAnyOrder("a", "b", "v");
  }

  @Test
  void aViewAndATableThatWereNeverStoredGo(TestDatabase database) {
    leftovers.begin(workspace, List.of(tables.named("w"), tables.named("c")));
    tables.execute("CREATE TABLE c (id String, n Int64) ENGINE = MergeTree ORDER BY id");
    tables.execute("CREATE MATERIALIZED VIEW w TO b AS SELECT id, n FROM a");

    leftovers.takeBackTables(List.of(workspace), liveSets);
    tables.execute("INSERT INTO a VALUES ('new', 1)");

    assertThat(tables.existing()).containsExactlyInAnyOrder("a", "b", "v");
    assertThat(database.text("SELECT id, n FROM b")).isEqualTo("new\t2");
  }

  @Test
  void whatAFillPutIntoATableGoes(TestDatabase database) {
    tables.execute("INSERT INTO b VALUES ('before', 1)");
    leftovers.begin(workspace, List.of(tables.named("w")));
    new Snapshots(tables).take(tables.named("b"));
    tables.execute("CREATE TABLE `nightjar-taking-a` AS a");
    tables.execute("INSERT INTO b VALUES ('filled', 2)");

    leftovers.takeBackTables(List.of(workspace), liveSets);

    assertThat(database.text("SELECT id FROM b")).isEqualTo("before");
    assertThat(database.text("SELECT id FROM a")).isEqualTo("kept");
    assertThat(tables.existing()).containsExactlyInAnyOrder("a", "b", "v");
  }

  @Test
  void whatAStoredDeploymentReplacedGoes(TestDatabase database) {
    TableName aside = tables.aside(tables.named("old"));
    tables.execute("CREATE TABLE " + aside.sql() + " (x UInt8) ENGINE = MergeTree ORDER BY x");
    state.transaction(db -> {
      leftovers.remember(db, List.of(aside));
      return aside;
    });

    leftovers.takeBackTables(List.of(workspace), liveSets);

    assertThat(tables.existing()).containsExactlyInAnyOrder("a", "b");
    assertThat(database.text("SELECT id FROM a")).isEqualTo("kept");
  }

  @Test
  void afterACleanStopNothingIsTouched(TestDatabase database) {
    leftovers.takeBackTables(List.of(workspace), liveSets);

    assertThat(tables.existing()).containsExactlyInAnyOrder("a", "b");
    assertThat(database.text("SELECT id FROM a")).isEqualTo("kept");
  }

  private static LiveResource resource(FileKind kind, String name, String text) {
    Instant now = Instant.EPOCH;
    return new LiveResource(
        kind,
        name,
        UUID.randomUUID().toString(),
        new SourceFile(name + "." + kind.extension(), text),
        true,
        now,
        now);
  }
}
