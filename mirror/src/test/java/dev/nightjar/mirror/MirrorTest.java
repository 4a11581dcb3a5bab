package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.stream.ShardInfo;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, from a table in the local AWS to FINAL. */
@ExtendWith(EmbeddedEngine.class)
class MirrorTest {
  @TempDir Path directory;

  @Test
  void finalIsTheTable(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "slice")) {
      world.table().fill(0, 500, "before");
      world.open();

      StartedMirror started = world.start();

      assertThat(started.exportArn()).isPresent();
      assertThat(started.untouched()).isFalse();
      world.awaitState(MirrorState.LIVE);
      world.table().fill(400, 200, "after");
      for (int i = 0; i < 50; i++) {
        world.table().delete("p" + i, "s" + i % 7);
      }
      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(550);
      assertThat(world.exportRows()).isEqualTo("500\t500");
      assertThat(world.changeRows()).isEqualTo("750\t750");
      MirrorStatus status = world.status();
      assertThat(status.export().itemsLoaded()).isEqualTo(500);
      assertThat(status.export().items()).isEqualTo(500);
      assertThat(status.export().filesLoaded()).isEqualTo(status.export().files()).isPositive();
      assertThat(status.stream().changesInserted()).isEqualTo(750);
      assertThat(status.stream().changesBeforeBoundary()).isZero();
      assertThat(status.quarantinedRows()).isZero();
      assertThat(status.boundary())
          .contains(
              status
                  .export()
                  .exportTime()
                  .orElseThrow()
                  .minus(Duration.ofMinutes(2))
                  .truncatedTo(ChronoUnit.SECONDS));
    }
  }

  @Test
  void shardsThatRollAndSplitAreFollowed(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "rolls")) {
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      String stream = world.table().streamArn();
      for (int round = 0; round < 4; round++) {
        world.table().fill(0, 60, "round " + round);
        if (round % 2 == 0) {
          world.table().aws().control().streams().roll(stream);
        } else {
          List<ShardInfo> shards = world.table().aws().control().streams().shards(stream);
          world.table().aws().control().streams().split(stream, shards.getLast().id());
        }
      }
      world.table().fill(0, 60, "last");

      world.awaitCaughtUp();

      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(60);
      assertThat(world.changeRows()).isEqualTo("300\t300");
      assertThat(world.status().stream().shardsFinished()).isPositive();
    }
  }

  @Test
  void whatTheExportHoldsForCertainIsDroppedFromTheStream(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "boundary")) {
      world.table().fill(0, 40, "before");
      // By the stand-in's clock, an hour passes between those and the export.
      world.table().clock().advance(Duration.ofHours(1));
      world.table().fill(35, 10, "fresh");
      world.open();
      world.start();

      world.awaitState(MirrorState.LIVE);

      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(45);
      assertThat(world.changeRows()).isEqualTo("10\t10");
      assertThat(world.status().stream().changesBeforeBoundary()).isEqualTo(40);
    }
  }

  @Test
  void anUnchangedMirrorIsNotTouched(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "untouched")) {
      world.table().fill(0, 10, "before");
      world.open();
      StartedMirror first = world.start();
      world.awaitState(MirrorState.LIVE);
      Instant since = world.status().since();

      StartedMirror again = world.mirrors().start(world.spec(MirrorWorld.FILE + "\n# a comment\n"));

      assertThat(again.untouched()).isTrue();
      assertThat(again.exportArn()).isEqualTo(first.exportArn());
      assertThat(world.status().since()).isEqualTo(since);
    }
  }

  @Test
  void anotherSchemaUnderTheSameIdIsRefused(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "changed")) {
      world.open();
      world.start();

      assertThatThrownBy(() ->
              world
                  .mirrors()
                  .start(world.spec(MirrorWorld.FILE.replace("`note` String", "`note` Int64"))))
          .isInstanceOf(MirrorRefusedException.class)
          .hasMessageContaining("mirrored already, with another table, bucket or schema");
    }
  }

  @Test
  void aPausedMirrorGoesOnWhereItWas(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "paused")) {
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      world.table().fill(0, 20, "one");
      world.awaitCaughtUp();

      world.mirrors().pause(world.spec().id());
      assertThat(world.status().state()).isEqualTo(MirrorState.PAUSED);
      world.table().fill(10, 20, "two");
      world.stop();
      world.open();
      assertThat(world.status().state()).isEqualTo(MirrorState.PAUSED);
      assertThat(world.mirrored()).hasSize(20);
      world.mirrors().resume(world.spec().id());

      world.awaitCaughtUp();
      assertThat(world.status().state()).isEqualTo(MirrorState.LIVE);
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(30);
      assertThat(world.changeRows()).isEqualTo("40\t40");
    }
  }

  @Test
  void aDroppedMirrorIsForgotten(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "dropped")) {
      world.open();
      world.start();
      world.mirrors().drop(world.spec().id());

      assertThat(world.mirrors().statuses()).isEmpty();
      assertThatThrownBy(() -> world.mirrors().pause(world.spec().id()))
          .isInstanceOf(NoSuchElementException.class);
      world.stop();
      assertThat(world.open().statuses()).isEmpty();
    }
  }

  @Test
  void everythingThatIsWrongIsReportedAtOnce(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "wrong")) {
      world.table().disableRecovery();
      world.open();

      List<MirrorProblem> problems =
          world
              .mirrors()
              .validate(
                  world.spec(
                      MirrorWorld.FILE.replace(
                          "ENGINE_SORTING_KEY pk, sk", "ENGINE_SORTING_KEY pk")))
              .problems();

      assertThat(problems)
          .extracting(MirrorProblem::reason)
          .contains("pitr_disabled", "schema_invalid");
      assertThat(problems)
          .filteredOn(problem -> problem.reason().equals("schema_invalid"))
          .allSatisfy(problem ->
              assertThat(problem.toString()).startsWith("datasources/wrong.datasource:"));
    }
  }

  @Test
  void aRoleThatCannotBeAssumedIsRefused(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "norole")) {
      world.open();
      MirrorSpec spec = world.spec();
      MirrorSpec stranger =
          new MirrorSpec(
              spec.id(),
              spec.workspace(),
              spec.datasource(),
              spec.table(),
              spec.tableArn(),
              spec.bucket(),
              new RoleTarget(spec.role().roleArn(), "eu-west-1", List.of("wrong")));

      assertThat(world.mirrors().validate(stranger).problems())
          .extracting(MirrorProblem::reason)
          .containsExactly("unable_to_assume_role");
      assertThatThrownBy(() -> world.mirrors().start(stranger))
          .isInstanceOf(MirrorRefusedException.class);
      assertThat(world.mirrors().statuses()).isEmpty();
    }
  }

  @Test
  void aRoleThatChangedIsTakenWithoutAnotherExport(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "newrole")) {
      world.open();
      StartedMirror first = world.start();
      world.awaitState(MirrorState.LIVE);
      MirrorSpec spec = world.spec();
      MirrorSpec other =
          new MirrorSpec(
              spec.id(),
              spec.workspace(),
              spec.datasource(),
              spec.table(),
              spec.tableArn(),
              spec.bucket(),
              new RoleTarget(spec.role().roleArn(), "eu-west-1", List.of("other", "seed")));

      StartedMirror again = world.mirrors().start(other);

      assertThat(again.exportArn()).isEqualTo(first.exportArn());
      world.table().fill(0, 5, "after");
      world.awaitCaughtUp();
      assertThat(world.mirrored()).hasSize(5);
    }
  }

  @Test
  void aYoungStreamMakesTheExportWait(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "young")) {
      world.table().fill(0, 10, "before");
      world.table().clock().advance(Duration.ofMinutes(10));
      world.table().disableStream();
      world.table().enableStream();
      world.open();

      StartedMirror started = world.start();

      assertThat(started.exportArn()).isEmpty();
      assertThat(started.state()).isEqualTo(MirrorState.EXPORTING);
      assertThat(started.exportWaitsUntil().orElseThrow())
          .isAfter(world.table().clock().instant().plus(Duration.ofSeconds(100)));
      assertThat(world.status().reason()).contains("waiting_for_stream_age");
      world.table().fill(5, 10, "meanwhile");
      world.table().clock().advance(Duration.ofMinutes(3));
      world.awaitState(MirrorState.LIVE);
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(15);
    }
  }
}
