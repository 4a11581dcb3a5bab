package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.backup.ExportOptions;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table, or its role, that lacks what a mirror needs: before it starts, and while it runs. */
@ExtendWith(EmbeddedEngine.class)
class TableTroubleTest {
  private static final String UPDATE_TABLE = "DynamoDB_20120810.UpdateTable";

  @TempDir Path directory;

  @Test
  void whatIsOffIsSwitchedOnWhenAskedFor(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "enabled")) {
      world.table().put("a", "b", "before");
      world.table().disableRecovery();
      world.table().disableStream();
      world.open();
      assertThat(world.mirrors().validate(world.spec()).problems())
          .extracting(MirrorProblem::reason)
          .containsExactly("pitr_disabled", "stream_disabled");

      assertThat(world.mirrors().enable(world.spec()))
          .containsExactly(
              "Point-in-Time Recovery (PITR)", "DynamoDB Streams (NEW_AND_OLD_IMAGES)");

      assertThat(world.mirrors().validate(world.spec()).problems()).isEmpty();
      assertThat(world.mirrors().enable(world.spec())).isEmpty();
      world.start();
      world.table().clock().advance(Duration.ofMinutes(3));
      world.awaitState(MirrorState.LIVE);
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(1);
    }
  }

  @Test
  void aStreamThatIsOnStaysAsItIs(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "keep")) {
      world.table().disableRecovery();
      String stream = world.table().streamArn();
      long updates = calls(world, UPDATE_TABLE);
      world.open();

      assertThat(world.mirrors().enable(world.spec()))
          .containsExactly("Point-in-Time Recovery (PITR)");

      assertThat(world.table().streamArn()).isEqualTo(stream);
      assertThat(calls(world, UPDATE_TABLE)).isEqualTo(updates);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dynamodb:UpdateContinuousBackups", "dynamodb:UpdateTable"})
  void aRoleThatMayNotSwitchIsToldWhatItLacks(String action, TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "denied")) {
      world.table().disableRecovery();
      world.table().disableStream();
      world.table().forbid(action);
      world.open();

      assertThatThrownBy(() -> world.mirrors().enable(world.spec()))
          .isInstanceOfSatisfying(
              MirrorRefusedException.class,
              refused ->
                  assertThat(refused.problems())
                      .extracting(MirrorProblem::reason)
                      .containsExactly("access_denied"))
          .hasMessageContaining("must allow " + action + " on " + LocalTable.ARN);
    }
  }

  @Test
  void aMirrorWhoseExportIsDeniedIsRefusedAndForgotten(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "noexport")) {
      world.table().forbid("dynamodb:ExportTableToPointInTime");
      world.open();

      assertThatThrownBy(world::start)
          .isInstanceOf(MirrorRefusedException.class)
          .hasMessageContaining(
              "must allow dynamodb:ExportTableToPointInTime on " + LocalTable.ARN + ".");

      assertThat(world.mirrors().statuses()).isEmpty();
      world.stop();
      assertThat(world.open().statuses()).isEmpty();
      // Nothing was loaded: what begins then has nothing to heal.
      world.table().allowAll();
      world.mirrors().start(world.spec());
      world.awaitState(MirrorState.LIVE);
      assertThat(world.status().generation()).isEqualTo(1);
      assertThat(world.status().healing().gapsFound()).isZero();
    }
  }

  @Test
  void aRunningMirrorWhoseTableLosesRecoverySaysSoAndGoesOn(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "nopitr")) {
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      world.table().disableRecovery();

      awaitStatus(world, hasReason("pitr_disabled"));
      world.stop();
      world.open();
      awaitStatus(world, hasReason("pitr_disabled"));

      assertThat(world.status().message().orElseThrow())
          .startsWith("Point-in-Time Recovery (PITR) must be enabled.");
      world.table().put("a", "b", "after");
      world.awaitCaughtUp();
      assertThat(world.status().state()).isEqualTo(MirrorState.LIVE);
      assertThat(world.mirrored()).hasSize(1);
      world.table().enableRecovery();
      awaitStatus(world, status -> status.reason().isEmpty());
    }
  }

  @Test
  void aRunningMirrorWhoseRoleIsLostSaysSoAndGoesOnWhenItIsBack(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "lostrole")) {
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      world.table().trust("somebody else");
      world.table().put("a", "b", "meanwhile");

      awaitStatus(world, hasReason("unable_to_assume_role"));

      assertThat(world.status().message().orElseThrow())
          .contains("include the following external ID: seed");
      world.stop();
      world.open();
      awaitStatus(world, hasReason("unable_to_assume_role"));
      world.table().trust("seed");
      world.awaitCaughtUp();
      assertThat(world.mirrored()).hasSize(1);
      awaitStatus(world, status -> status.reason().isEmpty());
    }
  }

  @Test
  void aRunningMirrorThatMayNoLongerReadNamesTheAction(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "noread")) {
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      world.table().forbid("dynamodb:GetRecords");

      awaitStatus(world, hasReason("access_denied"));

      assertThat(world.status().message().orElseThrow())
          .contains("must allow dynamodb:GetRecords on " + world.table().streamArn());
    }
  }

  @Test
  void anExportThatTakesHoursIsTold(TestDatabase database) {
    AwsLocalOptions slow =
        AwsLocalOptions.defaults()
            .withExports(ExportOptions.defaults().withDuration(Duration.ofHours(10)));
    try (MirrorWorld world = new MirrorWorld(database, directory, "slowexport", slow)) {
      world.table().put("a", "b", "before");
      world.open();
      StartedMirror started = world.start();
      awaitStatus(world, status -> status.export().status().equals(Optional.of("IN_PROGRESS")));
      assertThat(world.status().reason()).isEmpty();

      world.table().clock().advance(Duration.ofHours(7));

      // In one look: credentials that have expired meanwhile are told in between.
      String export = started.exportArn().orElseThrow();
      awaitStatus(
          world,
          hasReason("export_in_progress")
              .and(status -> status.message().orElseThrow().contains(export)));
      world.table().clock().advance(Duration.ofHours(4));
      world.awaitState(MirrorState.LIVE);
      awaitStatus(world, status -> status.reason().isEmpty());
      assertThat(world.mirrored()).hasSize(1);
    }
  }

  private static long calls(MirrorWorld world, String operation) {
    return world.table().aws().control().calls().of(operation);
  }

  private static Predicate<MirrorStatus> hasReason(String code) {
    return status -> status.reason().equals(Optional.of(code));
  }

  private static void awaitStatus(MirrorWorld world, Predicate<MirrorStatus> wanted) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(world.status()).matches(wanted));
  }
}
