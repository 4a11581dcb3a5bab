package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.backup.ExportOptions;
import dev.nightjar.awslocal.dynamodb.TablesOptions;
import dev.nightjar.awslocal.faults.BodyEffect;
import dev.nightjar.awslocal.faults.Effect;
import dev.nightjar.awslocal.faults.Fault;
import dev.nightjar.awslocal.faults.FaultRule;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.stream.StreamControl;
import dev.nightjar.awslocal.stream.StreamOptions;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.connection.Timeouts;
import dev.nightjar.mirror.status.MirrorState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trouble on AWS's side that passes: said while it lasts, and nothing lost or twice after it. */
@ExtendWith(EmbeddedEngine.class)
class AwsTroubleTest {
  private static final String STREAMS = "DynamoDBStreams_20120810.";
  private static final String FILES = "*/data/*";
  private static final Timeouts IMPATIENT =
      new Timeouts(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(10));

  @TempDir Path directory;

  @Test
  void aRoleThatIsDeletedAndComesBackHoursLater(TestDatabase database) {
    try (MirrorWorld world = live(MirrorWorld.of(database, directory, "rolegone"))) {
      world.table().deleteRole();
      world.table().fill(0, 30, "meanwhile");
      awaitReason(world, "access_denied");
      world.table().clock().advance(Duration.ofHours(5));
      awaitReason(world, "unable_to_assume_role");

      world.table().createRole();

      awaitEqual(world);
      awaitNoReason(world);
      world.awaitChangeRows("30\t30");
    }
  }

  @Test
  void aRoleThatComesBackAfterTheRetentionIsAGapThatIsHealed(TestDatabase database) {
    try (MirrorWorld world = live(MirrorWorld.of(database, directory, "roleaway"))) {
      world.table().fill(0, 20, "before");
      awaitEqual(world);
      world.table().deleteRole();
      world.table().delete("p3", "s3");
      world.table().fill(20, 10, "lost");
      awaitReason(world, "access_denied");
      world.table().clock().advance(Duration.ofHours(30));
      awaitReason(world, "unable_to_assume_role");

      world.table().createRole();
      awaitThat(world, () -> world.status().state() == MirrorState.HEALING);
      world.passStreamAge(2);

      world.awaitHealed();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(29);
    }
  }

  @Test
  void aBucketThatDeniesAccessHalfWay(TestDatabase database) {
    try (MirrorWorld world = filled(database, "bucketdenied")) {
      Fault denied = files(world).skip(2).does(Effect.accessDenied());
      world.open();
      world.start();

      awaitReason(world, "access_denied");
      assertThat(world.status().message().orElseThrow()).contains("must allow s3:GetObject on");
      assertThat(world.status().state()).isEqualTo(MirrorState.LOADING);
      world.table().put("p1", "s1", "the stream goes on");
      denied.close();

      world.awaitState(MirrorState.LIVE);
      awaitEqual(world);
      assertThat(world.exportRows()).isEqualTo("100\t100");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "404, NoSuchBucket, bucket_not_found",
    "400, KMS.DisabledException, access_denied",
    "403, InvalidObjectState, access_denied"
  })
  void aBucketAKeyOrAnArchiveThatAPersonMends(
      int status, String code, String reason, TestDatabase database) {
    String name = "s3" + code.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
    try (MirrorWorld world = filled(database, name)) {
      Fault fault = files(world).does(Effect.error(new AwsError(status, code, "Not now.")));
      world.open();
      world.start();
      awaitReason(world, reason);
      fault.close();

      world.awaitState(MirrorState.LIVE);
      awaitEqual(world);
      awaitNoReason(world);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dynamodb:DescribeStream", "dynamodb:GetShardIterator"})
  void oneCallOfTheStreamIsDeniedWhileTheOthersWork(String action, TestDatabase database) {
    String name = "no" + action.substring(action.indexOf(':') + 1).toLowerCase(Locale.ROOT);
    try (MirrorWorld world = live(MirrorWorld.of(database, directory, name))) {
      world.table().forbid(action);
      world.table().fill(0, 20, "before the roll");
      world.table().aws().control().streams().roll(world.table().streamArn());
      world.table().fill(10, 20, "after it");

      awaitReason(world, "access_denied");
      assertThat(world.status().message().orElseThrow()).contains("must allow " + action);
      world.table().allowAll();

      awaitEqual(world);
      world.awaitChangeRows("40\t40");
    }
  }

  @Test
  void anExportThatMayNotBeDescribed(TestDatabase database) {
    try (MirrorWorld world = filled(database, "nodescribe")) {
      world.table().forbid("dynamodb:DescribeExport");
      world.open();
      world.start();
      awaitReason(world, "access_denied");
      world.table().allowAll();

      world.awaitState(MirrorState.LIVE);
      awaitEqual(world);
    }
  }

  @Test
  void everythingIsThrottledForMinutesAndThenHalfOfItFails(TestDatabase database) {
    try (MirrorWorld world = live(filled(database, "throttled"))) {
      Fault throttled = all(world).lasts(Duration.ofMinutes(10)).does(Effect.throttled());
      world.table().fill(0, 50, "throttled");
      awaitThat(world, () -> throttled.hits() > 10);
      awaitReason(world, "stream:LimitExceededException");
      world.table().clock().advance(Duration.ofMinutes(10));
      Fault broken = all(world).rate(0.5).does(Effect.internalError());

      world.table().aws().control().streams().roll(world.table().streamArn());
      world.table().fill(50, 50, "rolled");
      awaitEqual(world);
      broken.close();

      // the first hundred are in the export and in the stream
      world.awaitChangeRows("200\t200");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GetRecords", "GetShardIterator", "DescribeStream"})
  void anAnswerOfTheStreamThatNeverComes(String operation, TestDatabase database) {
    String name = "hung" + operation.toLowerCase(Locale.ROOT);
    MirrorWorld quick =
        MirrorWorld.of(database, directory, name).connecting(c -> c.timeouts(IMPATIENT));
    try (MirrorWorld world = live(quick)) {
      Fault hung =
          on(world, STREAMS + operation).times(3).does(Effect.silence(Duration.ofHours(1)));
      world.table().fill(0, 20, "before the roll");
      world.table().aws().control().streams().roll(world.table().streamArn());
      world.table().fill(10, 20, "after it");

      awaitEqual(world);

      await().until(() -> hung.hits() > 0);
      world.awaitChangeRows("40\t40");
      assertThat(world.status().state()).isEqualTo(MirrorState.LIVE);
    }
  }

  @Test
  void aFileWhoseBodyFallsSilentIsCutOrTruncated(TestDatabase database) {
    try (MirrorWorld world = filled(database, "badbodies").connecting(c -> c.timeouts(IMPATIENT))) {
      Fault silent =
          files(world).times(2).doesToBody(BodyEffect.silentAfter(50, Duration.ofHours(1)));
      Fault cut = files(world).times(3).doesToBody(BodyEffect.cutAfter(70));
      world.open();
      world.start();

      world.awaitState(MirrorState.LIVE);
      awaitEqual(world);
      assertThat(silent.hits() + cut.hits()).isEqualTo(5);
      assertThat(world.exportRows()).isEqualTo("100\t100");
    }
  }

  @Test
  void aPageOfAListingThatFailsIsNotTakenForTheEnd(TestDatabase database) {
    TablesOptions many =
        TablesOptions.defaults().withStream(StreamOptions.defaults().withShards(150));
    try (MirrorWorld world =
        new MirrorWorld(
            database, directory, "manyshards", AwsLocalOptions.defaults().withTables(many))) {
      Fault secondPage =
          on(world, STREAMS + "DescribeStream")
              .when(call -> call.input().has("ExclusiveStartShardId"))
              .times(9)
              .does(Effect.internalError());
      live(world);
      world.table().fill(0, 400, "in 150 shards");

      awaitEqual(world);

      assertThat(secondPage.hits()).isEqualTo(9);
      world.awaitChangeRows("400\t400");
      await().until(() -> world.status().stream().shardsOpen() == 150);
    }
  }

  @Test
  void whatIsAskedBecauseAShardIsGoneMayFailItself(TestDatabase database) {
    try (MirrorWorld world = live(MirrorWorld.of(database, directory, "gone"))) {
      world.table().put("a", "b", "read");
      awaitEqual(world);
      world.stop();
      world.table().put("a", "b", "not read");
      StreamControl streams = world.table().aws().control().streams();
      String stream = world.table().streamArn();
      String shard = streams.shards(stream).getFirst().id();
      streams.roll(stream);
      streams.vanish(stream, shard);
      Fault broken =
          on(world, "DynamoDB_20120810.DescribeTable").times(20).does(Effect.internalError());

      world.open();

      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> world.status().healing().cause().equals(Optional.of("gap_shard_vanished")));
      assertThat(broken.hits()).isGreaterThan(3);
      world.passStreamAge(2);

      world.awaitHealed();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(1);
    }
  }

  @Test
  void largeItemsComeOneAPage(TestDatabase database) {
    try (MirrorWorld world = live(MirrorWorld.of(database, directory, "large"))) {
      for (int i = 0; i < 6; i++) {
        world.table().put("p" + i % 2, "s", Integer.toString(i).repeat(390_000));
      }

      awaitEqual(world);

      world.awaitChangeRows("6\t6");
    }
  }

  @Test
  void recoveryThatIsSwitchedOffDuringTheExportIsSaid(TestDatabase database) {
    AwsLocalOptions slow =
        AwsLocalOptions.defaults()
            .withExports(ExportOptions.defaults().withDuration(Duration.ofHours(1)));
    try (MirrorWorld world = new MirrorWorld(database, directory, "pitroff", slow)) {
      world.table().fill(0, 10, "exported");
      world.open();
      world.start();
      await().until(() -> world.status().export().status().equals(Optional.of("IN_PROGRESS")));
      world.table().disableRecovery();
      awaitReason(world, "pitr_disabled");
      world.table().clock().advance(Duration.ofHours(2));

      world.awaitState(MirrorState.LIVE);
      awaitEqual(world);
      assertThat(world.status().reason()).contains("pitr_disabled");
    }
  }

  private MirrorWorld filled(TestDatabase database, String name) {
    MirrorWorld world = MirrorWorld.of(database, directory, name);
    world.table().fill(0, 100, "exported");
    return world;
  }

  private static MirrorWorld live(MirrorWorld world) {
    world.open();
    world.start();
    world.awaitState(MirrorState.LIVE);
    return world;
  }

  private static FaultRule on(MirrorWorld world, String operations) {
    return world.table().aws().control().faults().on(operations);
  }

  private static FaultRule files(MirrorWorld world) {
    return on(world, "S3.GetObject").key(FILES);
  }

  private static FaultRule all(MirrorWorld world) {
    return on(world, "*").byRoles();
  }

  private static void awaitReason(MirrorWorld world, String code) {
    awaitThat(world, () -> world.status().reason().equals(Optional.of(code)));
  }

  private static void awaitNoReason(MirrorWorld world) {
    awaitThat(world, () -> world.status().reason().isEmpty());
  }

  private static void awaitEqual(MirrorWorld world) {
    awaitThat(world, () -> world.mirrored().equals(world.table().scan()));
  }

  private static void awaitThat(MirrorWorld world, BooleanSupplier wanted) {
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(30))
        .until(() -> {
          if (world.status().state() == MirrorState.FAILED) {
            throw new AssertionError(world.status().reason() + ": " + world.status().message());
          }
          return wanted.getAsBoolean();
        });
  }
}
