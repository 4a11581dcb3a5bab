package dev.nightjar.mirror.tailing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.failure.TrimmedDataException;
import dev.nightjar.dynamodb.stream.IteratorPosition;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.dynamodb.stream.Shard;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.StreamClient;
import dev.nightjar.dynamodb.stream.StreamDescription;
import dev.nightjar.mirror.BlockMemory;
import dev.nightjar.mirror.Changes;
import dev.nightjar.mirror.FaultyClickHouse;
import dev.nightjar.mirror.MirroredTestTable;
import dev.nightjar.mirror.StandingClock;
import dev.nightjar.mirror.batch.BatchLimits;
import dev.nightjar.mirror.batch.MemoryShare;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.ShardRange;
import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.state.ShardStore;
import dev.nightjar.mirror.state.StoredShard;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.GapException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Changes of several shards in one batch: all of them or none, and each once. */
@ExtendWith(EmbeddedEngine.class)
class SharedBatchTest {
  private static final Instant NOW = TestTail.NOW;
  private static final String STREAM = TestTail.STREAM;
  private static final ShardId LEFT = new ShardId("shardId-00000001772366400000-00000001");
  private static final ShardId RIGHT = new ShardId("shardId-00000001772366400000-00000002");

  @TempDir Path directory;
  private final Map<ShardId, List<Changes.Record>> records = new HashMap<>();
  private final Set<ShardId> trimmed = new HashSet<>();
  private StateDatabase state;
  private FaultyClickHouse clickHouse;
  private MirroredTestTable mirrored;
  private ShardStore shards;
  private BatchLimits limits = new BatchLimits(1000, 1L << 20);
  private final BlockMemory memory = new BlockMemory(64L << 20);

  @BeforeEach
  void open(TestDatabase database, TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    state = StateDatabase.open(directory);
    clickHouse = new FaultyClickHouse(database.clickHouse());
    mirrored = MirroredTestTable.create(database, name, state);
    shards = new ShardStore(state, "m", STREAM);
    shards.save(List.of(TestTail.readable(LEFT, 1), TestTail.readable(RIGHT, 7)));
    records.put(LEFT, List.of(record(1, "a"), record(2, "b")));
    records.put(RIGHT, List.of(record(1, "c"), record(2, "d"), record(3, "e")));
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void changesOfTwoShardsAreOneInsertAndBothPositionsMoveWithIt() throws Exception {
    StreamInserts inserts = new StreamInserts(tail());
    ReadShard left = read(LEFT);
    ReadShard right = read(RIGHT);

    assertThat(inserts.add(left, changes(LEFT)))
        .as("the first changes of a batch are to see to it")
        .isPresent();
    assertThat(inserts.add(right, changes(RIGHT))).isEmpty();
    inserts.flush(right);

    assertThat(left.isWaiting()).isFalse();
    assertThat(mirrored.ledger().recent("m", new Source.OfStream(STREAM)))
        .singleElement()
        .extracting(Batch::ranges)
        .isEqualTo(
            List.of(new ShardRange(LEFT, "1", "2", 2, 0), new ShardRange(RIGHT, "1", "3", 3, 0)));
    assertThat(versions()).isEqualTo("[('a',1,1),('b',1,2),('c',7,1),('d',7,2),('e',7,3)]");
    assertThat(stored(LEFT).position()).contains(SequenceNumber.parse("2"));
    assertThat(stored(RIGHT).position()).contains(SequenceNumber.parse("3"));
    assertThat(stored(RIGHT).inserted()).isEqualTo(3);
  }

  @Test
  void aFullBatchLeavesWithoutWaitingForItsMoment() throws Exception {
    limits = new BatchLimits(2, 1L << 20);
    StreamInserts inserts = new StreamInserts(tail());
    ReadShard left = read(LEFT);
    inserts.add(left, changes(LEFT));
    assertThat(left.isWaiting()).isTrue();

    inserts.add(read(RIGHT), changes(RIGHT));

    assertThat(left.isWaiting()).isFalse();
    assertThat(mirrored.changes()).isEqualTo("5\t5");
  }

  @Test
  void aBatchInFlightGoesInOnceWithAllItsRanges() throws Exception {
    crash((real, insert) -> {
      real.insert(insert);
      throw new FaultyClickHouse.Killed();
    });

    StreamFollower.settlePlanned(tail());

    assertThat(mirrored.changes()).isEqualTo("5\t5");
    assertThat(mirrored.ledger().planned("m")).isEmpty();
    assertThat(stored(LEFT).position()).contains(SequenceNumber.parse("2"));
    assertThat(stored(RIGHT).position()).contains(SequenceNumber.parse("3"));
  }

  @Test
  void aBatchInFlightThatNeverArrivedGoesInWithAllItsRanges() throws Exception {
    crash((_, _) -> {
      throw new FaultyClickHouse.Killed();
    });

    StreamFollower.settlePlanned(tail());

    assertThat(mirrored.changes()).isEqualTo("5\t5");
    assertThat(stored(LEFT).inserted()).isEqualTo(2);
    assertThat(stored(RIGHT).inserted()).isEqualTo(3);
  }

  @Test
  void whatCannotBeReadAgainIsNoGapIfTheBatchHasArrived() throws Exception {
    crash((real, insert) -> {
      real.insert(insert);
      throw new FaultyClickHouse.Killed();
    });
    trimmed.add(LEFT);

    StreamFollower.settlePlanned(tail());

    assertThat(mirrored.changes()).isEqualTo("5\t5");
    assertThat(mirrored.ledger().planned("m")).isEmpty();
    assertThat(stored(LEFT).position()).contains(SequenceNumber.parse("2"));
  }

  @Test
  void whatCannotBeReadAgainIsAGapAndTheRestGoesIn() throws Exception {
    crash((_, _) -> {
      throw new FaultyClickHouse.Killed();
    });
    trimmed.add(LEFT);

    assertLostAndNothingElse();
    assertLostAndNothingElse();

    assertThat(mirrored.changes()).isEqualTo("3\t3");
    assertThat(stored(LEFT).position()).isEmpty();
    assertThat(stored(RIGHT).position()).contains(SequenceNumber.parse("3"));
    assertThat(stored(RIGHT).inserted()).isEqualTo(3);
  }

  /** Also at the next start, as long as nobody has drawn the consequences. */
  private void assertLostAndNothingElse() {
    assertThatThrownBy(() -> StreamFollower.settlePlanned(tail()))
        .isInstanceOfSatisfying(
            GapException.class,
            gap -> assertThat(gap.reason()).isEqualTo(FailureReason.GAP_BATCH_LOST))
        .hasMessageContaining("1 to 2 of shard " + LEFT)
        .hasMessageNotContaining(RIGHT.value());
    assertThat(mirrored.ledger().planned("m"))
        .singleElement()
        .extracting(Batch::ranges)
        .isEqualTo(List.of(new ShardRange(LEFT, "1", "2", 2, 0)));
  }

  @Test
  void afterAFailureNothingGoesInBehindTheBatchThatFailed() {
    clickHouse.then((_, _) -> {
      throw new FaultyClickHouse.Killed();
    });
    StreamInserts inserts = new StreamInserts(tail());
    ReadShard left = read(LEFT);

    assertThatThrownBy(
            () -> {
              inserts.add(left, changes(LEFT));
              inserts.flush(left);
            })
        .isInstanceOf(FaultyClickHouse.Killed.class);

    assertThatThrownBy(() -> inserts.add(read(RIGHT), changes(RIGHT)))
        .isInstanceOf(FaultyClickHouse.Killed.class);
    assertThat(left.isWaiting()).isTrue();
  }

  @Test
  void aStreamThatIsFollowedNoLongerTakesNoMemoryFromOthers() throws Exception {
    long all = memory.share();
    StreamInserts inserts = new StreamInserts(tail());
    ReadShard left = read(LEFT);
    inserts.add(left, changes(LEFT));
    inserts.flush(left);
    ReadShard right = read(RIGHT);
    inserts.add(right, changes(RIGHT));
    assertThat(memory.share()).as("the batch that is in is used again").isEqualTo(all);
    memory.enter();
    assertThat(memory.share()).isEqualTo(all / 2);

    inserts.close();
    assertThat(memory.share()).isEqualTo(all);
    inserts.flush(right);
    inserts.idle();

    assertThat(memory.share()).isEqualTo(all);
    assertThat(mirrored.changes()).isEqualTo("5\t5");
  }

  private void crash(FaultyClickHouse.Fate fate) {
    clickHouse.then(fate);
    StreamInserts inserts = new StreamInserts(tail());
    assertThatThrownBy(
            () -> {
              inserts.add(read(LEFT), changes(LEFT));
              ReadShard right = read(RIGHT);
              inserts.add(right, changes(RIGHT));
              inserts.flush(right);
            })
        .isInstanceOf(FaultyClickHouse.Killed.class);
  }

  private static Changes.Record record(long sequence, String pk) {
    return Changes.record(sequence, NOW, pk, "x");
  }

  private String versions() {
    return mirrored.text(
        "SELECT groupArray((pk, toUInt32(bitShiftRight(bitShiftLeft(_version, 64), 224)),"
            + " toUInt64(_version))) FROM (SELECT pk, _version FROM TABLE ORDER BY pk)");
  }

  private ShardChanges changes(ShardId shard) {
    RecordPage page = Changes.page(records.get(shard), NOW, "next");
    return new ShardChanges(page, 0, page.size(), 1, true, NOW);
  }

  private ReadShard read(ShardId shard) {
    return ReadShard.unwatched(stored(shard));
  }

  private StoredShard stored(ShardId shard) {
    return shards.find(shard).orElseThrow();
  }

  private Tail tail() {
    return new TestTail(
            mirrored,
            clickHouse,
            shards,
            new RecordedShards(),
            new MemoryShare(memory, limits),
            TestTail.UNTOLD,
            new StandingClock(NOW),
            _ -> {})
        .of(1, ReadingLimit.NONE);
  }

  /** Answers each shard's records at once, unless they are trimmed. */
  private final class RecordedShards implements StreamClient {
    private final List<ShardId> iterators = new ArrayList<>();

    @Override
    public RecordPage records(String shardIterator) {
      return Changes.page(records.get(iterators.get(Integer.parseInt(shardIterator))), NOW, null);
    }

    @Override
    public String shardIterator(String streamArn, ShardId shard, IteratorPosition position) {
      if (trimmed.contains(shard)) {
        throw new TrimmedDataException("GetShardIterator", "TrimmedDataAccessException", "", null);
      }
      iterators.add(shard);
      return Integer.toString(iterators.size() - 1);
    }

    @Override
    public StreamDescription describePage(String streamArn, Optional<ShardId> exclusiveStart) {
      throw new AssertionError("nothing is listed");
    }

    @Override
    public StreamDescription describe(String streamArn) {
      throw new AssertionError("nothing is listed");
    }

    @Override
    public List<Shard> children(String streamArn, ShardId parent) {
      throw new AssertionError("nothing is listed");
    }
  }
}
