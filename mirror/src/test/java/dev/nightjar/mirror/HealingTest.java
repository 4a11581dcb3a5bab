package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.awslocal.backup.ExportFault;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.HealingStatus;
import dev.nightjar.mirror.status.MirrorState;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever was lost, FINAL is the table again without a person. */
@ExtendWith(EmbeddedEngine.class)
class HealingTest {
  @TempDir Path directory;

  @Test
  void aPersonsWordLoadsTheTableAnew(TestDatabase database) {
    try (MirrorWorld world = live(database, "resync")) {
      world.mirrors().resync(world.spec().id(), Resync.STANDARD);

      assertThat(world.status().state()).isEqualTo(MirrorState.HEALING);
      assertThat(world.status().caughtUpAt()).isEmpty();
      world.awaitReason("waiting_for_stream_age");
      world.table().fill(10, 30, "meanwhile");
      world.passStreamAge(2);

      world.awaitHealed();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(60);
      assertThat(world.status().generation()).isEqualTo(2);
      assertThat(world.changeRows()).isEqualTo("90\t90");
      HealingStatus healing = world.status().healing();
      assertThat(healing.cause()).contains("resync");
      assertThat(healing.gapsFound()).isEqualTo(1);
      assertThat(healing.abandonedBatches()).isZero();
    }
  }

  @Test
  void aPositionOlderThanTheRetentionIsHealed(TestDatabase database) {
    try (MirrorWorld world = live(database, "stale")) {
      world.stop();
      world.table().delete("p1", "s1");
      world.table().fill(2, 3, "lost");
      world.table().clock().advance(Duration.ofHours(30));
      world.table().fill(4, 3, "young");

      world.open();

      world.awaitStatus(status -> status.state() == MirrorState.HEALING);
      assertThat(world.status().healing().cause().orElseThrow()).startsWith("gap_");
      world.passStreamAge(2);
      world.awaitHealed();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(59);
    }
  }

  @Test
  void theServerStopsAtEveryStageOfAHealing(TestDatabase database) {
    try (MirrorWorld world = live(database, "stages")) {
      world.table().delete("p1", "s1");
      world.mirrors().resync(world.spec().id(), Resync.STANDARD);
      restart(world);
      world.awaitReason("waiting_for_stream_age");
      restart(world);
      world.table().fill(50, 20, "meanwhile");
      world.passStreamAge(2);
      restart(world);
      world.awaitHealed();
      restart(world);

      world.awaitHealed();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(69);
      assertThat(world.status().generation()).isEqualTo(2);
      assertThat(
              world.table().dynamo().listExports(r -> r.tableArn(LocalTable.ARN)).exportSummaries())
          .hasSize(2);
      assertThat(world.changeRows()).isEqualTo("81\t81");
    }
  }

  private static void restart(MirrorWorld world) {
    world.stop();
    world.open();
  }

  @Test
  void aStreamThatIsSwitchedOffIsWaitedForAndThenHealed(TestDatabase database) {
    try (MirrorWorld world = live(database, "off")) {
      world.table().disableStream();
      world.table().delete("p1", "s1");
      awaitShardsEnd(world);
      world.table().clock().advance(Duration.ofMinutes(2));

      world.awaitStatus(status -> status.state() == MirrorState.HEALING);
      world.awaitReason("stream_disabled");
      assertThat(world.mirrored()).hasSize(60);
      world.stop();
      world.open();
      world.awaitReason("stream_disabled");
      world.table().enableStream();

      world.passStreamAge(2);
      world.awaitHealed();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(59);
      assertThat(world.status().healing().cause()).contains("stream_disabled");
    }
  }

  @Test
  void aTableThatIsCreatedAnewIsLoadedIntoTheSameDataSource(TestDatabase database) {
    try (MirrorWorld world = live(database, "recreated")) {
      world.table().dynamo().deleteTable(r -> r.tableName("orders"));
      awaitShardsEnd(world);
      world.table().clock().advance(Duration.ofMinutes(2));
      world.awaitReason("table_not_found");
      world.table().createTable();
      world.table().fill(50, 30, "of the new table");

      world.passStreamAge(2);
      world.awaitHealed();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(30);
    }
  }

  @Test
  void aDamagedExportIsAskedForAgainOnceAndNotTwice(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "damaged")) {
      world.table().fill(0, 40, "before");
      world.table().aws().control().exports().next(ExportFault.damagedFile());
      world.open();
      world.start();

      world.passStreamAge(2);
      world.awaitHealed();
      assertThat(world.status().healing().cause()).contains("export_corrupt");
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(40);
    }
  }

  @Test
  void anExportThatFailsASecondTimeStopsTheMirrorUntilAPersonSaysSo(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "twice")) {
      world.table().fill(0, 40, "before");
      world.table().aws().control().exports().next(ExportFault.failure("Unknown", "Try again"));
      world.open();
      world.start();
      world.awaitReason("export_failed");
      world.table().aws().control().exports().next(ExportFault.failure("Unknown", "No luck"));
      world.passStreamAge(2);

      world.awaitState(MirrorState.FAILED);
      assertThat(world.status().reason()).contains("healing_again");
      assertThat(world.status().message().orElseThrow())
          .contains("No luck")
          .contains("nightjar resync twice");
      world.mirrors().resume(world.spec().id());

      world.passStreamAge(3);
      world.awaitHealed();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(40);
    }
  }

  @Test
  void aDeniedExportWaitsForAPersonWhoResumesIt(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "denied")) {
      world.table().fill(0, 40, "before");
      world
          .table()
          .aws()
          .control()
          .exports()
          .next(ExportFault.failure("S3AccessDenied", "s3:PutObject"));
      world.open();
      world.start();
      world.awaitState(MirrorState.FAILED);
      assertThat(world.status().reason()).contains("access_denied");

      world.mirrors().resume(world.spec().id());

      world.passStreamAge(2);
      world.awaitHealed();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(40);
    }
  }

  @Test
  void tombstonesThatAreGoneFromClickHouseGoInAgain(TestDatabase database) {
    try (MirrorWorld world = live(database, "tombless")) {
      world.stop();
      world.table().delete("p1", "s1");
      world.table().clock().advance(Duration.ofHours(30));
      world.open();
      world.passStreamAge(2);
      world.awaitHealed();
      world.stop();
      database.execute(
          "ALTER TABLE tombless DELETE WHERE _event_name = 'REMOVE' SETTINGS mutations_sync = 2");
      database.execute(
          "INSERT INTO tombless (pk, sk, note, _event_name, _version)"
              + " SELECT 'p1', 's1', 'before the gap', 'INSERT', 1"
              + " SETTINGS insert_allow_materialized_columns = 1");

      world.open();

      world.awaitHealed();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(59);
    }
  }

  private static void awaitShardsEnd(MirrorWorld world) {
    world.awaitStatus(status -> status.stream().shardsFinished() > 0);
  }

  /** A mirror that has caught up, with 40 items of the export and 20 of the stream. */
  private MirrorWorld live(TestDatabase database, String name) {
    MirrorWorld world = MirrorWorld.of(database, directory, name);
    world.table().fill(0, 40, "before");
    world.open();
    world.start();
    world.awaitState(MirrorState.LIVE);
    world.table().fill(40, 20, "after");
    world.awaitCaughtUp();
    return world;
  }
}
