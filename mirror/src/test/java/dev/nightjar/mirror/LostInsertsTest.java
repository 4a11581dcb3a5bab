package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.remote.RemoteClickHouse;
import dev.nightjar.clickhouse.testing.ClickHouseProcess;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ClickHouse of its own comes back without its newest inserts, and what comes in afterwards beats
 * the very rows by which these are looked for.
 */
@Timeout(300)
class LostInsertsTest {
  private static final int ITEMS = 100;

  @TempDir Path directory;
  private ClickHouseProcess process;
  private ClickHouse remote;
  private FaultyClickHouse faulty;
  private MirrorWorld world;

  @BeforeEach
  void mirror() {
    process = new ClickHouseProcess(directory.resolve("ch")).start();
    remote = RemoteClickHouse.open(process.options());
    faulty = new FaultyClickHouse(remote);
    world =
        MirrorWorld.of(
                new TestDatabase("default", () -> remote), directory.resolve("state"), "lost")
            .decorated(_ -> faulty);
    world.open();
    world.start();
    world.awaitState(MirrorState.LIVE);
    world.table().fill(0, ITEMS, "one");
    // Whatever is looked at now and then was looked at just now.
    world.table().clock().advance(Duration.ofSeconds(11));
    world.table().put("before", "s", "the restart");
    world.awaitCaughtUp();
  }

  @AfterEach
  void close() {
    world.close();
    remote.close();
    process.close();
  }

  @Test
  void areFoundMissingThoughNothingNewCameIn() {
    lose();

    awaitEqual();
    assertThat(world.changeRows()).isEqualTo(rows(ITEMS + 1));
  }

  @Test
  void areNotHiddenByChangesThatFollowAtOnce() {
    List<Integer> sampled = sampled();
    lose();
    sampled.forEach(i -> world.table().fill(i, 1, "two"));
    world.awaitCaughtUp();
    look();

    awaitEqual();
    assertThat(world.changeRows()).isEqualTo(rows(ITEMS + sampled.size() + 2));
  }

  @Test
  void areNotHiddenByAnInsertThatWasOnItsWay() {
    List<Integer> sampled = sampled();
    AtomicInteger hiding = new AtomicInteger();
    faulty.then((real, insert) -> {
      lose();
      hiding.addAndGet(insert.block().rows());
      return insertWhenItAnswers(real, insert);
    });
    sampled.forEach(i -> world.table().fill(i, 1, "two"));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(hiding).hasPositiveValue());
    look();

    awaitEqual();
    assertThat(world.changeRows()).isEqualTo(rows(ITEMS + sampled.size() + 2));
  }

  @Test
  void areNotDoubledInViewsWhereNothingWasLost() {
    faulty.then((real, insert) -> {
      restart();
      InsertResult result = insertWhenItAnswers(real, insert);
      // Only the new row of the only item of the batch before is left.
      remote.execute("OPTIMIZE TABLE lost FINAL");
      return result;
    });
    world.table().put("before", "s", "beaten");
    world.awaitCaughtUp();
    // What follows goes in behind what is settled.
    look();

    awaitEqual();
    assertThat(world.changeRows()).isEqualTo(rows(ITEMS + 3));
  }

  /** What it has acknowledged was not on its disk, nor in those of its views. */
  private void lose() {
    remote.execute("ALTER TABLE lost DELETE WHERE 1 SETTINGS mutations_sync = 2");
    remote.execute("ALTER TABLE lost_changes DELETE WHERE 1 SETTINGS mutations_sync = 2");
    restart();
  }

  private void restart() {
    process.kill();
    process.start();
  }

  /**
   * The connections of before are broken: with a question, so that the insert finds a sound one.
   */
  private static InsertResult insertWhenItAnswers(ClickHouse real, Insert insert) {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(ClickHouseException.class)
        .until(() -> real.isRunning("nothing"), running -> !running);
    return real.insert(insert);
  }

  /** Whatever is looked at now and then is looked at now. */
  private void look() {
    world.table().clock().advance(Duration.ofSeconds(11));
    world.table().put("after", "s", "the restart");
  }

  /** The items by which the batches are looked for; others were in them, too. */
  private List<Integer> sampled() {
    String probes =
        String.join(
            "",
            world
                .state()
                .<List<String>, RuntimeException>transaction(handle ->
                    handle.createQuery("SELECT probes FROM batch").mapTo(String.class).list()));
    List<Integer> sampled =
        IntStream.range(0, ITEMS).filter(i -> probes.contains("\"p" + i + "\"")).boxed().toList();
    assertThat(sampled).hasSizeBetween(1, ITEMS / 2);
    return sampled;
  }

  private static String rows(int different) {
    return different + "\t" + different;
  }

  private void awaitEqual() {
    await()
        .atMost(Duration.ofSeconds(40))
        .ignoreExceptionsInstanceOf(ClickHouseException.class)
        .untilAsserted(() -> assertThat(world.mirrored()).isEqualTo(world.table().scan()));
    world.awaitCaughtUp();
    assertThat(world.mirrored()).isEqualTo(world.table().scan());
    assertThat(world.status().state()).isEqualTo(MirrorState.LIVE);
  }
}
