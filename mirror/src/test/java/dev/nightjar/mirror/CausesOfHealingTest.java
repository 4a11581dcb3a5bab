package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.backup.ExportControl;
import dev.nightjar.awslocal.backup.ExportOptions;
import dev.nightjar.awslocal.faults.Effect;
import dev.nightjar.awslocal.faults.Fault;
import dev.nightjar.awslocal.stream.StreamControl;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Each thing that a mirror heals from is found, called by its code, and healed. */
@ExtendWith(EmbeddedEngine.class)
class CausesOfHealingTest {
  private static final String REQUEST = "DynamoDB_20120810.ExportTableToPointInTime";

  @TempDir Path directory;

  @Test
  void aBatchThatDidNotArriveAndCanNoLongerBeRead(TestDatabase database) throws Exception {
    try (MirrorWorld world = live(database, "batchlost")) {
      world.stop();
      CountDownLatch dead = new CountDownLatch(1);
      FaultyClickHouse faulty =
          new FaultyClickHouse(database.clickHouse())
              .then((_, _) -> {
                try {
                  throw world.die();
                } finally {
                  dead.countDown();
                }
              });
      world.decorated(_ -> faulty).open();
      world.table().fill(50, 20, "planned");
      assertThat(dead.await(30, TimeUnit.SECONDS)).isTrue();
      world.mirrors().close();
      streams(world).trim(world.table().streamArn());

      world.decorated(UnaryOperator.identity()).open();

      awaitCause(world, "gap_batch_lost");
      world.passStreamAge(2);
      assertHealed(world, 70);
      assertThat(world.status().healing().abandonedBatches()).isEqualTo(1);
      // The shard has had no change since: its position is still the one that is gone.
      world.stop();
      world.open();
      world.awaitStatus(status -> status.stream().lastPollAt().isPresent());
      world.awaitHealed();
      assertThat(world.status().generation()).as("nothing is paid for again").isEqualTo(2);
    }
  }

  @Test
  void aPositionThatTheStreamNoLongerHas(TestDatabase database) {
    try (MirrorWorld world = live(database, "trimmed")) {
      // a position from before the generation loses nothing: its export has what came after
      world.table().clock().advance(Duration.ofSeconds(2));
      world.table().put("p2", "s2", "of this generation");
      world.awaitStatus(status -> world.mirrored().equals(world.table().scan()));
      world.stop();
      world.table().delete("p1", "s1");
      streams(world).trim(world.table().streamArn());

      world.open();

      awaitCause(world, "gap_position_trimmed");
      world.passStreamAge(2);
      assertHealed(world, 59);
    }
  }

  @Test
  void aShardThatIsListedWithoutItsParentAndLaterWithIt(TestDatabase database) {
    try (MirrorWorld world = live(database, "lineage")) {
      Fault orphans =
          world
              .table()
              .aws()
              .control()
              .faults()
              .on("DynamoDBStreams_20120810.DescribeStream")
              .does(Effect.answer((_, answer) -> withoutParents(answer)));
      world.table().fill(0, 10, "in the parent");
      streams(world).roll(world.table().streamArn());
      world.table().fill(5, 10, "in the child");
      world.awaitStatus(status -> world.mirrored().equals(world.table().scan()));

      orphans.close();

      awaitCause(world, "shard_lineage");
      world.passStreamAge(2);
      world.table().fill(10, 10, "after it");
      assertHealed(world, 60);
    }
  }

  private static ObjectNode withoutParents(ObjectNode answer) {
    for (JsonNode shard : answer.path("StreamDescription").path("Shards")) {
      ((ObjectNode) shard).remove("ParentShardId");
    }
    return answer;
  }

  @Test
  void anExportThatNeverEnds(TestDatabase database) {
    AwsLocalOptions endless =
        AwsLocalOptions.defaults()
            .withExports(ExportOptions.defaults().withDuration(Duration.ofDays(30)));
    try (MirrorWorld world =
        new MirrorWorld(database, directory, "stuck", endless)
            .options(options -> options.with(MirrorWorld.impatient()))) {
      world.table().fill(0, 40, "before");
      world.open();
      world.start();
      world.awaitStatus(status -> status.export().status().equals(Optional.of("IN_PROGRESS")));
      world.table().clock().advance(Duration.ofMinutes(61));
      ExportControl exports = world.table().aws().control().exports();

      awaitCause(world, "export_stuck");
      exports.behave(ExportOptions.defaults());
      world.table().delete("p1", "s1");
      world.passStreamAge(2);
      assertHealed(world, 39);
    }
  }

  @Test
  void aRequestForAnExportThatIsNeverAnswered(TestDatabase database) {
    try (MirrorWorld world =
        MirrorWorld.of(database, directory, "unanswered")
            .options(options -> options.with(MirrorWorld.impatient()))) {
      world.table().fill(0, 40, "before");
      Fault unanswered =
          world.table().aws().control().faults().on(REQUEST).does(Effect.cutAfterwards());
      world.open();
      world.start();
      world.awaitStatus(status -> unanswered.hits() > 1);
      world.table().clock().advance(Duration.ofHours(9));

      awaitCause(world, "export_unanswered");
      unanswered.close();
      world.table().delete("p1", "s1");
      world.passStreamAge(2);
      assertHealed(world, 39);
    }
  }

  @Test
  void aMachineWhoseClockLeapsDoesNotAskForASecondExport(TestDatabase database) {
    MovingClock machine = new MovingClock();
    try (MirrorWorld world =
        MirrorWorld.of(database, directory, "leap")
            .options(options -> options.with(MirrorWorld.impatient()).with(machine))) {
      world.table().fill(0, 40, "before");
      Fault unanswered =
          world.table().aws().control().faults().on(REQUEST).does(Effect.cutAfterwards());
      world.open();
      world.start();
      world.awaitStatus(status -> unanswered.hits() > 1);
      machine.advance(Duration.ofHours(9));
      long before = unanswered.hits();
      world.awaitStatus(status -> unanswered.hits() > before + 1);
      unanswered.close();

      world.awaitState(MirrorState.LIVE);
      assertThat(world.status().generation()).isEqualTo(1);
      assertThat(exports(world)).isEqualTo(1);
      assertThat(world.mirrored()).isEqualTo(world.table().scan());
    }
  }

  @Test
  void aStreamWhoseViewIsChanged(TestDatabase database) {
    try (MirrorWorld world = live(database, "keysonly")) {
      world.table().disableStream();
      world.table().delete("p1", "s1");
      world.table().enableStream(StreamViewType.KEYS_ONLY);
      awaitShardsEnd(world);
      world.table().clock().advance(Duration.ofMinutes(2));

      awaitCause(world, "stream_replaced");
      awaitHealingWaitsFor(world, "stream_view_invalid");
      assertThat(world.mirrored()).as("what was mirrored stays").hasSize(60);
      world.table().disableStream();
      world.table().enableStream();

      world.passStreamAge(2);
      assertHealed(world, 59);
    }
  }

  @Test
  void recoveryThatIsOffWhenTheStreamIsOldEnough(TestDatabase database) {
    try (MirrorWorld world = live(database, "pitrwait")) {
      world.mirrors().resync(world.spec().id(), Resync.STANDARD);
      world.awaitReason("waiting_for_stream_age");
      world.table().disableRecovery();
      world.table().clock().advance(Duration.ofMinutes(3));

      awaitHealingWaitsFor(world, "pitr_disabled");
      world.table().put("a", "b", "the stream is read");
      world.table().enableRecovery();

      world.awaitStatus(status -> status.export().exportTime().isPresent());
      world.table().clock().advance(Duration.ofMinutes(2));
      assertHealed(world, 61);
      assertThat(world.status().generation()).isEqualTo(2);
    }
  }

  @Test
  void aTableThatIsReplacedBeforeAnybodyLooks(TestDatabase database) {
    try (MirrorWorld world = live(database, "replaced")) {
      world.table().dynamo().deleteTable(r -> r.tableName("orders"));
      world.table().createTable();
      world.table().fill(50, 30, "of the new table");
      awaitShardsEnd(world);
      world.table().clock().advance(Duration.ofMinutes(2));

      awaitCause(world, "table_replaced");
      world.passStreamAge(2);
      assertHealed(world, 30);
    }
  }

  @Test
  void aTableThatIsCreatedAnewWithAnotherKey(TestDatabase database) {
    try (MirrorWorld world = live(database, "otherkey")) {
      world.table().dynamo().deleteTable(r -> r.tableName("orders"));
      world.table().createTableWithKey("number");
      awaitShardsEnd(world);
      world.table().clock().advance(Duration.ofMinutes(2));

      world.awaitState(MirrorState.FAILED);
      assertThat(world.status().reason()).contains("table_unusable");
      assertThat(world.status().message().orElseThrow())
          .contains("with the key (number ", "is sorted by (pk ");
      assertThat(world.mirrored()).as("what was mirrored stays").hasSize(60);
      world.table().dynamo().deleteTable(r -> r.tableName("orders"));
      world.table().createTable();
      world.table().fill(0, 30, "of the third table");
      world.mirrors().resume(world.spec().id());

      world.passStreamAge(2);
      assertHealed(world, 30);
    }
  }

  @Test
  void moreDeletesThanAllowedAskAndAreAllowedAlsoAfterAPause(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "guard")) {
      world.table().fill(0, 150, "before");
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      world.stop();
      for (int i = 0; i < 140; i++) {
        world.table().delete("p" + i, "s" + i % 7);
      }
      world.table().clock().advance(Duration.ofHours(30));
      world.open();
      world.passStreamAge(2);
      world.awaitState(MirrorState.FAILED);
      assertThat(world.status().reason()).contains("healing_deletes_too_much");
      assertThat(world.mirrored()).hasSize(150);
      String id = world.spec().id();
      assertThat(world.mirrors().wouldExport(id, new Resync(true))).isFalse();
      world.mirrors().pause(id);
      assertThat(world.mirrors().wouldExport(id, new Resync(true))).isFalse();
      assertThat(world.mirrors().wouldExport(id, Resync.STANDARD)).isTrue();

      world.mirrors().resync(id, new Resync(true));

      assertHealed(world, 10);
      assertThat(world.status().generation()).isEqualTo(2);
      assertThat(exports(world)).isEqualTo(2);
    }
  }

  private static void assertHealed(MirrorWorld world, int items) {
    world.awaitHealed();
    assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(items);
  }

  private static void awaitCause(MirrorWorld world, String code) {
    world.awaitStatus(status -> status.healing().cause().equals(Optional.of(code)));
  }

  private static void awaitHealingWaitsFor(MirrorWorld world, String code) {
    world.awaitStatus(status ->
        status.state() == MirrorState.HEALING && status.reason().equals(Optional.of(code)));
  }

  private static void awaitShardsEnd(MirrorWorld world) {
    world.awaitStatus(status -> status.stream().shardsFinished() > 0);
  }

  private static StreamControl streams(MirrorWorld world) {
    return world.table().aws().control().streams();
  }

  private static int exports(MirrorWorld world) {
    return world
        .table()
        .dynamo()
        .listExports(r -> r.tableArn(LocalTable.ARN))
        .exportSummaries()
        .size();
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
