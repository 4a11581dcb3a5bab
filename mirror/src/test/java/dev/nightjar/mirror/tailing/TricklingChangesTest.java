package dev.nightjar.mirror.tailing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.mirror.Changes;
import dev.nightjar.mirror.FaultyClickHouse;
import dev.nightjar.mirror.MirroredTestTable;
import dev.nightjar.mirror.StandingClock;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.state.ShardStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A few changes now and then become few parts, and wait for nothing. */
@ExtendWith(EmbeddedEngine.class)
class TricklingChangesTest {
  private static final Instant NOW = TestTail.NOW;

  @TempDir Path directory;
  private final StandingClock clock = new StandingClock(NOW);
  private StateDatabase state;
  private FaultyClickHouse clickHouse;
  private MirroredTestTable mirrored;
  private ShardStore shards;

  @BeforeEach
  void open(TestDatabase database, TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    state = StateDatabase.open(directory);
    clickHouse = new FaultyClickHouse(database.clickHouse());
    mirrored = MirroredTestTable.create(database, name, state);
    shards = new ShardStore(state, "m", TestTail.STREAM);
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void changesThatTrickleInManyShardsAreFiveInsertsInAnySecondAndNoneAreNone() throws Exception {
    StreamInserts inserts = new StreamInserts(TestTail.of(mirrored, clickHouse, shards, clock));
    List<Instant> inserted = insertsTake(Duration.ofMillis(30), Duration.ofMillis(5));
    List<ReadShard> trickling = trickling(20);

    for (int step = 1; step <= 40; step++) {
      clock.advance(Duration.ofMillis(50));
      for (ReadShard shard : trickling) {
        inserts.departIfDue();
        trickle(inserts, shard, Changes.record(step, NOW, "item " + shard.id(), "x"));
      }
    }
    // Shards that end do not make more of them.
    for (ReadShard shard : trickling) {
      trickle(inserts, shard, Changes.record(41, NOW, "last of " + shard.id(), "x"));
      inserts.flush(shard);
    }

    assertThat(mirrored.changes()).isEqualTo("820\t820");
    assertNeverMoreThanFiveInASecond(inserted);
    int before = inserted.size();
    for (int step = 0; step < 100; step++) {
      clock.advance(Duration.ofMillis(50));
      inserts.departIfDue();
      inserts.idle();
    }
    assertThat(inserted).hasSize(before);
  }

  @Test
  void whatIsQuarantinedOnTheWayCountsAsAnInsertToo() throws Exception {
    StreamInserts inserts = new StreamInserts(TestTail.of(mirrored, clickHouse, shards, clock));
    List<Instant> inserted = insertsTake(Duration.ofMillis(10), Duration.ofMillis(10));
    ReadShard shard = trickling(1).getFirst();
    String misfit = "{\"M\":{\"x\":{\"S\":\"no number\"}}}";

    for (int step = 1; step <= 10; step++) {
      trickle(inserts, shard, new Changes.Record(step, NOW, "item", misfit));
      inserts.flush(shard);
    }

    assertThat(inserted).as("a row with a default and the change as it came").hasSize(20);
    assertNeverMoreThanFiveInASecond(inserted);
  }

  @Test
  void aChangeAfterASilenceGoesInAtOnce() throws Exception {
    StreamInserts inserts = new StreamInserts(TestTail.of(mirrored, clickHouse, shards, clock));
    List<Instant> inserted = insertsTake(Duration.ZERO, Duration.ZERO);
    ReadShard shard = trickling(1).getFirst();

    for (int step = 1; step <= 3; step++) {
      clock.advance(Duration.ofSeconds(1));
      trickle(inserts, shard, Changes.record(step, NOW, "item", "x"));
      inserts.departIfDue();
      assertThat(inserted).hasSize(step).last().isEqualTo(clock.instant());
    }
  }

  /** Each insert takes so long until its part is there, in turn: the times at which they are. */
  private List<Instant> insertsTake(Duration... until) {
    List<Instant> inserted = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Duration taken = until[i % until.length];
      clickHouse.then((real, insert) -> {
        clock.advance(taken);
        inserted.add(clock.instant());
        return real.insert(insert);
      });
    }
    return inserted;
  }

  private static void assertNeverMoreThanFiveInASecond(List<Instant> inserted) {
    for (int i = 5; i < inserted.size(); i++) {
      assertThat(Duration.between(inserted.get(i - 5), inserted.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  private List<ReadShard> trickling(int count) {
    List<ReadShard> trickling = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ShardId id = new ShardId("shardId-00000001772366400000-0000001" + (char) ('a' + i));
      shards.save(List.of(TestTail.readable(id, 1)));
      trickling.add(ReadShard.unwatched(shards.find(id).orElseThrow()));
    }
    return trickling;
  }

  private void trickle(StreamInserts inserts, ReadShard shard, Changes.Record record)
      throws InterruptedException {
    RecordPage page = Changes.page(List.of(record), clock.instant(), "next");
    inserts.add(shard, new ShardChanges(page, 0, 1, 1, true, clock.instant()));
  }
}
