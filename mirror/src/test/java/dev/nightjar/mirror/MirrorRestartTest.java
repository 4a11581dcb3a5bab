package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.backup.ExportOptions;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server stops at any moment, cleanly or not, and goes on where it was. */
@ExtendWith(EmbeddedEngine.class)
class MirrorRestartTest {
  @TempDir Path directory;

  /** Where in an insert the process ends. */
  enum Moment {
    BEFORE_THE_INSERT,
    AFTER_THE_INSERT,
    WITH_A_TOKEN_AND_NO_PART
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void killedWhileFilesAreLoaded(Moment moment, TestDatabase database) throws Exception {
    try (MirrorWorld world = world(database, "load_" + moment)) {
      world.options(options -> options.with(small()));
      world.table().fill(0, 600, "before");
      killAt(world, database, 4, moment);

      reopen(world);

      world.awaitState(MirrorState.LIVE);
      world.table().fill(590, 20, "after");
      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(610);
      if (moment != Moment.WITH_A_TOKEN_AND_NO_PART) {
        assertThat(world.exportRows()).isEqualTo("600\t600");
      }
      assertThat(world.changeRows()).isEqualTo("620\t620");
      assertThat(world.status().export().itemsLoaded()).isEqualTo(600);
    }
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void killedWhileTheStreamIsRead(Moment moment, TestDatabase database) throws Exception {
    try (MirrorWorld world = world(database, "tail_" + moment)) {
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      world.stop();
      FaultyClickHouse faulty = new FaultyClickHouse(database.clickHouse());
      CountDownLatch dead = new CountDownLatch(1);
      faulty.thenArrives().then(fate(world, moment, dead));
      world.decorated(_ -> faulty).open();
      world.table().fill(0, 50, "one");
      await().until(() -> faulty.tokens().size() > 0);
      world.table().fill(25, 100, "two");
      assertThat(dead.await(30, TimeUnit.SECONDS)).isTrue();
      world.table().delete("p3", "s3");

      reopen(world);

      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(124);
      assertThat(world.changeRows()).isEqualTo("151\t151");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void stoppedCleanlyInTheMiddle(int inserts, TestDatabase database) {
    try (MirrorWorld world = world(database, "clean_" + inserts)) {
      world.options(options -> options.with(small()));
      world.table().fill(0, 300, "before");
      FaultyClickHouse faulty = new FaultyClickHouse(database.clickHouse());
      world.decorated(_ -> faulty).open();
      world.start();
      await().until(() -> faulty.tokens().size() >= inserts);
      world.table().fill(250, 100, "meanwhile");

      world.stop();
      world.open();

      world.awaitState(MirrorState.LIVE);
      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(350);
      assertThat(world.exportRows()).startsWith("3");
      assertThat(world.changeRows()).isEqualTo("400\t400");
    }
  }

  @Test
  void aRestartNeverRequestsASecondExport(TestDatabase database) {
    AwsLocalOptions slow =
        AwsLocalOptions.defaults()
            .withExports(ExportOptions.defaults().withDuration(Duration.ofSeconds(2)));
    try (MirrorWorld world = new MirrorWorld(database, directory, "again", slow)) {
      world.table().fill(0, 20, "before");
      world.open();
      String arn = world.start().exportArn().orElseThrow();
      world.stop();
      world.open();
      assertThat(world.status().state()).isEqualTo(MirrorState.EXPORTING);

      world.awaitState(MirrorState.LIVE);

      assertThat(world.status().export().arn()).contains(arn);
      assertThat(
              world.table().dynamo().listExports(r -> r.tableArn(LocalTable.ARN)).exportSummaries())
          .hasSize(1);
    }
  }

  @Test
  void rowsThatAreGoneFromClickHouseGoInAgain(TestDatabase database) {
    try (MirrorWorld world = world(database, "powercut")) {
      world.table().fill(0, 30, "before");
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      world.table().fill(0, 60, "after");
      world.awaitCaughtUp();
      world.stop();
      // As after a power cut: the ledger calls it done, and the parts are not there.
      database.execute(
          "ALTER TABLE powercut DELETE WHERE _event_name != 'EXPORT' SETTINGS mutations_sync = 2");
      assertThat(world.mirrored()).isEmpty();

      world.open();

      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(60);
    }
  }

  @Test
  void aBatchThatIsGoneBetweenOthersGoesInAgain(TestDatabase database) {
    try (MirrorWorld world = world(database, "between")) {
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      for (int i = 0; i < 5; i++) {
        world.table().fill(i * 10, 10, "round " + i);
        world.awaitCaughtUp();
      }
      world.stop();
      database.execute(
          "ALTER TABLE between DELETE WHERE note LIKE 'round 2%' SETTINGS mutations_sync = 2");
      assertThat(world.mirrored()).hasSize(40);

      world.open();

      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(50);
    }
  }

  private MirrorWorld world(TestDatabase database, String name) {
    return MirrorWorld.of(database, directory, name.toLowerCase(Locale.ROOT));
  }

  private static Tuning small() {
    Tuning standard = Tuning.STANDARD;
    return new Tuning(
        40,
        standard.batchBytes(),
        standard.insertInterval(),
        standard.pollMin(),
        standard.pollMax(),
        standard.listingInterval(),
        standard.exportPollMin(),
        standard.exportPollMax(),
        standard.exportPatience(),
        standard.loaders(),
        standard.startPatience());
  }

  /** Starts the mirror and kills it in one of its inserts. */
  private static void killAt(MirrorWorld world, TestDatabase database, int insert, Moment moment)
      throws Exception {
    FaultyClickHouse faulty = new FaultyClickHouse(database.clickHouse());
    CountDownLatch dead = new CountDownLatch(1);
    for (int i = 1; i < insert; i++) {
      faulty.thenArrives();
    }
    faulty.then(fate(world, moment, dead));
    world.decorated(_ -> faulty).open();
    world.start();
    assertThat(dead.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private static FaultyClickHouse.Fate fate(MirrorWorld world, Moment moment, CountDownLatch dead) {
    return (real, insert) -> {
      try {
        String before = parts(real, insert, "");
        if (moment != Moment.BEFORE_THE_INSERT) {
          real.insert(insert);
        }
        if (moment == Moment.WITH_A_TOKEN_AND_NO_PART) {
          // The part is lost; its token stays.
          String part = parts(real, insert, " AND level = 0 AND name NOT IN (" + before + ")");
          real.execute(
              "ALTER TABLE %s DELETE WHERE _part IN (%s) SETTINGS mutations_sync = 2"
                  .formatted(insert.table().sql(), part));
        }
        throw world.die();
      } finally {
        dead.countDown();
      }
    };
  }

  /** The table's parts that fulfil a condition, as a list for IN. */
  private static String parts(ClickHouse real, Insert insert, String condition) {
    return real.rows(
            Query.of(
                "SELECT arrayStringConcat(arrayMap(n -> concat('\\'', n, '\\''), groupArray(name)), ',') AS names FROM system.parts WHERE active AND database = '%s' AND table = '%s'%s"
                    .formatted(insert.table().database(), insert.table().name(), condition)))
        .single()
        .string("names")
        .transform(names -> names.isEmpty() ? "''" : names);
  }

  private static void reopen(MirrorWorld world) {
    world.mirrors().close();
    world.decorated(clickHouse -> clickHouse).open();
  }
}
