package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.remote.RemoteClickHouse;
import dev.nightjar.clickhouse.testing.ClickHouseProcess;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mirrors into a ClickHouse that is a process of its own, and dies. */
@Timeout(300)
class RemoteMirrorTest {
  @TempDir Path directory;

  @Test
  void goesOnWhenTheClickHouseWasKilledAndComesBack() throws Exception {
    try (ClickHouseProcess process = new ClickHouseProcess(directory.resolve("ch")).start();
        ClickHouse clickHouse = RemoteClickHouse.open(process.options());
        MirrorWorld world =
            MirrorWorld.of(
                new TestDatabase("default", () -> clickHouse),
                directory.resolve("state"),
                "killed")) {
      world.table().fill(0, 300, "before");
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);

      for (int round = 1; round <= 2; round++) {
        int from = round * 100;
        String note = "round " + round;
        AtomicBoolean ended = new AtomicBoolean();
        Thread writer =
            Thread.ofVirtual()
                .start(() -> {
                  for (int i = 0; i < 40; i++) {
                    world.table().fill(from + i * 10, 10, note);
                  }
                  ended.set(true);
                });
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() ->
                world.table().scan().values().stream().anyMatch(each -> each.startsWith(note)));
        process.kill();
        // The writer may have come to its end before.
        world.table().fill(from + 400, 10, note);
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() ->
                world.status().reason().isPresent()
                    || world.status().retries().values().stream().anyMatch(n -> n > 0));
        process.start();
        await().atMost(Duration.ofSeconds(60)).untilTrue(ended);
        writer.join();
      }
      world.table().delete("p3", "s3");

      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan());
      // Each row of the export and each change of the stream is once in the view.
      assertThat(world.exportRows()).isEqualTo("300\t300");
      assertThat(world.changeRows()).isEqualTo("1121\t1121");
    }
  }

  @Test
  void whatAPowerCutOfClickHouseTookGoesInAgainWhileTheMirrorRuns() throws Exception {
    try (ClickHouseProcess process = new ClickHouseProcess(directory.resolve("ch")).start();
        ClickHouse clickHouse = RemoteClickHouse.open(process.options());
        MirrorWorld world =
            MirrorWorld.of(
                new TestDatabase("default", () -> clickHouse), directory.resolve("state"), "cut")) {
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      world.table().fill(0, 30, "one");
      world.awaitCaughtUp();
      process.kill();
      process.start();
      // What was acknowledged and was not on the disk.
      clickHouse.execute("ALTER TABLE cut DELETE WHERE 1 SETTINGS mutations_sync = 2");
      // Again, for the mirror may have looked before that.
      process.kill();
      process.start();
      world.table().clock().advance(Duration.ofSeconds(11));
      world.table().put("after", "s", "the cut");

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(world.mirrored()).isEqualTo(world.table().scan()));
      assertThat(world.mirrored()).hasSize(31);
      assertThat(world.status().state()).isEqualTo(MirrorState.LIVE);
    }
  }

  @Test
  void waitsForAClickHouseThatIsAwayAtItsStart() throws Exception {
    try (ClickHouseProcess process = new ClickHouseProcess(directory.resolve("ch")).start();
        ClickHouse clickHouse = RemoteClickHouse.open(process.options());
        MirrorWorld world =
            MirrorWorld.of(
                new TestDatabase("default", () -> clickHouse),
                directory.resolve("state"),
                "away")) {
      world.table().fill(0, 50, "before");
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      world.stop();
      process.kill();
      world.table().fill(25, 50, "meanwhile");

      world.open();
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() ->
              assertThat(world.status().message().orElse(""))
                  .contains("ClickHouse at 127.0.0.1:", "cannot be reached", "goes on by itself"));
      process.start();

      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(75);
      assertThat(world.changeRows()).isEqualTo("100\t100");
    }
  }
}
