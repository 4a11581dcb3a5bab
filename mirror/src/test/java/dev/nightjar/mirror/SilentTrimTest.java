package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.faults.Effect;
import dev.nightjar.awslocal.faults.Fault;
import dev.nightjar.awslocal.stream.StreamControl;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A stream that trims what a reader has not read yet, and answers as if nothing were missing. */
@ExtendWith(EmbeddedEngine.class)
class SilentTrimTest {
  private static final String GET_RECORDS = "DynamoDBStreams_20120810.GetRecords";

  @TempDir Path directory;

  @Test
  void aReaderThatLagsFindsTheGapAndHealsItOnce(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "lagging")) {
      StreamControl streams = world.table().aws().control().streams();
      streams.behave(streams.conditions().withSilentTrims(true));
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      Semaphore pages = new Semaphore(0);
      Fault held =
          world.table().aws().control().faults().on(GET_RECORDS).does(onePagePerPermit(pages));
      // Two a page.
      for (int i = 0; i < 6; i++) {
        world.table().put("p", "s" + i, Integer.toString(i).repeat(390_000));
      }

      // It reads two pages 22 hours late, and asks for the third three hours later: the answers lie
      // close together, and what is between them is trimmed.
      world.table().clock().advance(Duration.ofHours(22));
      await().until(() -> held.hits() > 0);
      pages.release(2);
      await().until(() -> pages.availablePermits() == 0 && !world.mirrored().isEmpty());
      world.table().clock().advance(Duration.ofHours(3));
      held.close();

      world.awaitStatus(status -> status.state() == MirrorState.HEALING);
      assertThat(world.status().healing().cause()).contains("gap_position_stale");
      world.passStreamAge(2);
      world.awaitHealed();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(6);
      assertThat(world.status().generation()).isEqualTo(2);
    }
  }

  @Test
  void whatIsLeftOfALateShardDoesNotAskForAnotherExport(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "prefix")) {
      StreamControl streams = world.table().aws().control().streams();
      streams.behave(streams.conditions().withSilentTrims(true));
      world.table().fill(0, 20, "exported");
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      world.table().put("p1", "s1", "read");
      world.awaitCaughtUp();
      world.stop();
      world.table().fill(2, 5, "gone");
      world.table().clock().advance(Duration.ofHours(2));
      world.table().fill(10, 5, "older than 23 hours");
      world.table().clock().advance(Duration.ofMinutes(23 * 60 + 40));

      world.open();

      world.awaitStatus(status -> status.state() == MirrorState.HEALING);
      world.passStreamAge(2);
      world.awaitHealed();
      Map<String, String> table = world.table().scan();
      assertThat(world.mirrored()).isEqualTo(table).hasSize(20);
      assertThat(world.status().generation()).isEqualTo(2);
      assertThat(world.changeRows()).as("all but what is gone").isEqualTo("26\t26");
    }
  }

  @Test
  void whatWasTrimmedBehindAnEmptyPageIsMissedAfterARestart(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "hidden")) {
      StreamControl streams = world.table().aws().control().streams();
      streams.behave(streams.conditions().withSilentTrims(true));
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      world.table().put("p", "s1", "read");
      world.awaitCaughtUp();
      Fault empty =
          world.table().aws().control().faults().on(GET_RECORDS).does(Effect.answer(EMPTY_PAGE));
      world.table().put("p", "s2", "hidden");
      world.table().clock().advance(Duration.ofHours(20));
      world.awaitCaughtUp();

      world.stop();
      empty.close();
      world.table().clock().advance(Duration.ofHours(5));
      world.table().put("p", "s3", "after it was trimmed");
      world.open();

      world.awaitStatus(status -> status.state() == MirrorState.HEALING);
      assertThat(world.status().healing().cause()).contains("gap_position_stale");
      world.passStreamAge(2);
      world.awaitHealed();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(3);
    }
  }

  /** The reader stays before the records. */
  private static final BinaryOperator<ObjectNode> EMPTY_PAGE =
      (request, answer) -> {
        if (!answer.toString().contains("eventID")) {
          return answer;
        }
        answer.putArray("Records");
        return answer.put("NextShardIterator", request.path("ShardIterator").asString());
      };

  /** Throttles answers that have records, but for so many as there are permits. */
  private static Effect onePagePerPermit(Semaphore pages) {
    return (call, next) -> {
      ObjectNode answer = next.proceed(call);
      return !answer.toString().contains("eventID") || pages.tryAcquire()
          ? answer
          : Effect.throttled().on(call, next);
    };
  }
}
