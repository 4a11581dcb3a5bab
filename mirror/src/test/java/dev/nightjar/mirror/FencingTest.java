package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who may write into a table, and what is noticed when a backup was copied back. */
@ExtendWith(EmbeddedEngine.class)
class FencingTest {
  @TempDir Path directory;
  @TempDir Path backup;

  @Test
  void aMirrorWritesItsMarkBesideWhatPeopleWrote(TestDatabase database) {
    try (MirrorWorld world = live(database, "marked")) {
      assertThat(comment(world))
          .matches("nightjar-mirror owner=\\S+ mirror=\\S+ .*generation=1 .*");
      database.execute("ALTER TABLE marked MODIFY COMMENT 'of the shop'");
      world.stop();

      world.open();

      world.awaitCaughtUp();
      assertThat(comment(world)).startsWith("of the shop\nnightjar-mirror owner=");
      assertThat(world.status().reason()).isEmpty();
    }
  }

  @Test
  void yesterdaysStateGoesOnExactlyAndSaysSo(TestDatabase database) throws Exception {
    try (MirrorWorld world = live(database, "yesterday")) {
      world.table().fill(0, 40, "one");
      world.awaitCaughtUp();
      world.stop();
      copyState(directory, backup);
      world.open();
      world.table().fill(20, 60, "two");
      world.table().delete("p3", "s3");
      world.awaitCaughtUp();
      world.stop();
      world.table().fill(70, 20, "three");
      copyState(backup, directory);

      world.open();

      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(89);
      assertThat(world.changeRows()).isEqualTo("121\t121");
      assertThat(world.status().reason()).contains("state_older_than_clickhouse");
      assertThat(world.status().message().orElseThrow()).contains("61 changes", "copy");
    }
  }

  @Test
  void aCopyThatWasTakenWhileTheServerRanGoesOnExactlyToo(TestDatabase database) throws Exception {
    try (MirrorWorld world = live(database, "hot")) {
      world.table().fill(0, 40, "one");
      world.awaitCaughtUp();
      copyState(directory, backup);
      world.table().fill(20, 60, "two");
      world.awaitCaughtUp();
      world.stop();
      copyState(backup, directory);

      world.open();

      world.table().fill(0, 10, "three");
      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(80);
      assertThat(world.changeRows()).isEqualTo("110\t110");
      assertThat(world.status().reason()).contains("state_older_than_clickhouse");
    }
  }

  @Test
  void aBatchThatWasInFlightInTheCopyIsNotDoubledOnceItsTokenIsForgotten(TestDatabase database)
      throws Exception {
    try (MirrorWorld world = live(database, "inflight")) {
      world.stop();
      FaultyClickHouse faulty = new FaultyClickHouse(database.clickHouse());
      faulty.then((real, insert) -> {
        copyState(directory, backup);
        return real.insert(insert);
      });
      world.decorated(_ -> faulty).open();
      world.table().fill(0, 30, "one");
      world.awaitCaughtUp();
      world.table().fill(10, 30, "two");
      world.awaitCaughtUp();
      world.stop();
      for (String table : List.of("inflight", "inflight_changes")) {
        database.execute(
            "ALTER TABLE " + table + " MODIFY SETTING non_replicated_deduplication_window = 0");
      }
      copyState(backup, directory);

      world.decorated(clickHouse -> clickHouse).open();

      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(40);
      assertThat(world.changeRows()).isEqualTo("60\t60");
    }
  }

  @Test
  void aTableOfAnotherServerIsRefused(TestDatabase database) {
    try (MirrorWorld world = live(database, "owned");
        MirrorWorld other = world.beside(backup)) {
      world.table().fill(0, 5, "one");
      world.awaitCaughtUp();
      other.open();

      assertThatThrownBy(() -> other.mirrors().start(other.spec()))
          .isInstanceOfSatisfying(
              MirrorRefusedException.class,
              refused ->
                  assertThat(refused.problems())
                      .singleElement()
                      .satisfies(problem -> {
                        assertThat(problem.reason()).isEqualTo("clickhouse_table_owned");
                        assertThat(problem.message())
                            .contains("another Nightjar server", "MODIFY COMMENT ''");
                      }));

      assertThatThrownBy(() -> other.mirrors().requireFree(other.spec().table()))
          .isInstanceOf(MirrorRefusedException.class);

      // What the message says, once the other one is gone.
      world.stop();
      database.execute("ALTER TABLE owned MODIFY COMMENT ''");
      other.mirrors().start(other.spec());
      pastWhatTheExportLeavesOpen(other);
      other.awaitState(MirrorState.LIVE);
      assertThat(other.status().generation()).isEqualTo(2);
      world.open();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> world.status().state() == MirrorState.FAILED);
      assertThat(world.status().reason()).contains("clickhouse_table_owned");
    }
  }

  @Test
  void aServerOnACopyOfTheDataDirectoryTakesTheTableAndTheFirstOneStops(TestDatabase database)
      throws Exception {
    try (MirrorWorld world = live(database, "copied");
        MirrorWorld copy = world.beside(backup)) {
      world.table().fill(0, 30, "one");
      world.awaitCaughtUp();
      copyState(directory, backup);

      copy.open();
      copy.awaitCaughtUp();
      world.table().clock().advance(Duration.ofSeconds(11));
      world.table().fill(0, 30, "two");

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> world.status().state() == MirrorState.FAILED);
      assertThat(world.status().reason()).contains("clickhouse_table_taken");
      assertThat(world.status().message().orElseThrow()).contains("a copy of this data directory");
      copy.awaitCaughtUp();
      assertThat(copy.mirrored()).isEqualTo(world.table().scan());
      assertThat(copy.changeRows()).isEqualTo("60\t60");
    }
  }

  @Test
  void aClickHouseOfThisMorningGetsBackWhatItLost(TestDatabase database) throws Exception {
    try (MirrorWorld world = live(database, "restored")) {
      world.table().fill(0, 30, "one");
      world.awaitCaughtUp();
      String before = comment(world);
      world.stop();
      world.open();
      world.awaitCaughtUp();
      world.stop();
      world.open();
      world.table().fill(10, 30, "two");
      world.awaitCaughtUp();
      world.stop();
      database.execute("ALTER TABLE restored MODIFY COMMENT '" + before + "'");
      database.execute(
          "ALTER TABLE restored DELETE WHERE note LIKE 'two%' SETTINGS mutations_sync = 2");

      world.open();

      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(40);
      assertThat(world.status().reason()).contains("clickhouse_older_than_state");
    }
  }

  @Test
  void aClickHouseOfLastWeekIsAGap(TestDatabase database) {
    try (MirrorWorld world = live(database, "lastweek")) {
      String before = comment(world);
      world.stop();
      world.open();
      world.awaitCaughtUp();
      world.stop();
      world.open();
      world.awaitCaughtUp();
      world.stop();
      database.execute(
          "ALTER TABLE lastweek MODIFY COMMENT '"
              + before.replaceFirst("at=\\d+", "at=" + 1_700_000_000_000L)
              + "'");

      world.open();

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(world.status().healing().cause()).contains("gap_clickhouse_restored"));
      assertThat(world.status().state()).isNotEqualTo(MirrorState.LIVE);
    }
  }

  @Test
  void anOldStateIsNoticedThoughTheServerStopsWhileItClaimsTheTable(TestDatabase database)
      throws Exception {
    try (MirrorWorld world = live(database, "interrupted")) {
      world.table().fill(0, 30, "one");
      world.awaitCaughtUp();
      world.stop();
      copyState(directory, backup);
      world.open();
      world.mirrors().resync(world.spec().id(), new Resync(false));
      world.passStreamAge(2);
      world.awaitHealed();
      world.stop();
      copyState(backup, directory);
      FaultyClickHouse faulty = new FaultyClickHouse(database.clickHouse());
      faulty.thenComment((real, statement) -> {
        real.execute(statement);
        throw unanswered();
      });

      world.decorated(_ -> faulty).open();

      // Rows of a generation that nobody remembers would beat all that comes.
      world.passStreamAge(3);
      world.awaitHealed();
      world.table().fill(0, 10, "two");
      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(30);
      assertThat(world.status().healing().cause()).contains("gap_state_restored");
    }
  }

  @Test
  void aCommentThatCannotBeWrittenForAWhileIsNoRestoredClickHouse(TestDatabase database) {
    try (MirrorWorld world = live(database, "readonly")) {
      world.stop();
      database.execute(
          "ALTER TABLE readonly MODIFY COMMENT '"
              + comment(world).replaceFirst("at=\\d+", "at=" + 1_700_000_000_000L)
              + "'");
      FaultyClickHouse faulty = new FaultyClickHouse(database.clickHouse());
      for (int i = 0; i < 3; i++) {
        faulty.thenComment((_, _) -> {
          throw new ClickHouseException(242, "TABLE_IS_READ_ONLY", "no Keeper");
        });
      }

      world.decorated(_ -> faulty).open();

      world.table().fill(0, 10, "one");
      world.awaitCaughtUp();
      assertThat(world.status().generation()).isEqualTo(1);
      assertThat(world.status().healing().gapsFound()).isZero();
      assertThat(world.status().reason()).isEmpty();
    }
  }

  @Test
  void withTheStateThrownAwayANewGenerationBeginsAboveTheRowsThatAreThere(TestDatabase database)
      throws Exception {
    try (MirrorWorld world = live(database, "thrown")) {
      world.table().fill(0, 30, "one");
      world.awaitCaughtUp();
      world.stop();
      deleteState(directory);
      database.execute("ALTER TABLE thrown MODIFY COMMENT ''");
      world.table().fill(0, 20, "two");
      world.table().delete("p3", "s3");
      world.open();

      world.mirrors().start(world.spec());
      pastWhatTheExportLeavesOpen(world);

      world.awaitState(MirrorState.LIVE);
      world.table().fill(10, 10, "three");
      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(29);
      assertThat(world.status().generation()).isEqualTo(2);
      // Whoever watches the view is told of the delete too, once.
      assertThat(
              world.text("SELECT count() FROM TABLE_changes WHERE pk = 'p3' AND event = 'REMOVE'"))
          .isEqualTo("1");
    }
  }

  private MirrorWorld live(TestDatabase database, String name) {
    MirrorWorld world = MirrorWorld.of(database, directory, name);
    world.open();
    world.start();
    world.awaitState(MirrorState.LIVE);
    return world;
  }

  /** A generation that heals waits for the time around its export to be over. */
  private static void pastWhatTheExportLeavesOpen(MirrorWorld world) {
    world.table().clock().advance(Duration.ofMinutes(5));
  }

  private static ClickHouseException unanswered() {
    return new ClickHouseException(209, "SOCKET_TIMEOUT", "nobody knows");
  }

  private static String comment(MirrorWorld world) {
    return world.text(
        "SELECT comment FROM system.tables WHERE database = currentDatabase() AND name = 'TABLE'");
  }

  /** As a backup does, or who copies one back. */
  private static void copyState(Path from, Path to) {
    try {
      deleteState(to);
      for (Path file : stateFiles(from)) {
        if (!file.toString().endsWith("-shm")) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void deleteState(Path directory) throws IOException {
    for (Path file : stateFiles(directory)) {
      Files.delete(file);
    }
  }

  private static List<Path> stateFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches("state\\.db(-wal|-shm)?"))
          .toList();
    }
  }
}
