package dev.nightjar.mirror.tailing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.failure.IteratorExpiredException;
import dev.nightjar.dynamodb.failure.RejectedException;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.failure.ThrottledException;
import dev.nightjar.dynamodb.failure.TrimmedDataException;
import dev.nightjar.dynamodb.stream.IteratorPosition;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.ShardState;
import dev.nightjar.mirror.BlockMemory;
import dev.nightjar.mirror.Changes;
import dev.nightjar.mirror.MirroredTestTable;
import dev.nightjar.mirror.StandingClock;
import dev.nightjar.mirror.batch.BatchLimits;
import dev.nightjar.mirror.batch.MemoryShare;
import dev.nightjar.mirror.batch.Retries;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.state.ShardStore;
import dev.nightjar.mirror.state.StoredShard;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.GapException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One shard, page by page. */
@ExtendWith(EmbeddedEngine.class)
class ShardReaderTest {
  private static final Instant NOW = TestTail.NOW;
  private static final String STREAM = TestTail.STREAM;
  private static final ShardId SHARD = new ShardId("shardId-00000001772366400000-00000000");

  @TempDir Path directory;
  private final ScriptedStream stream = new ScriptedStream();
  private final List<String> retried = new ArrayList<>();
  private StateDatabase state;
  private Sleeper sleeper = _ -> {};
  private long generation = 1;
  private ReadingLimit limit = ReadingLimit.NONE;
  private MirroredTestTable mirrored;
  private ShardStore shards;

  @BeforeEach
  void open(TestDatabase database, TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    state = StateDatabase.open(directory);
    mirrored = MirroredTestTable.create(database, name, state);
    shards = new ShardStore(state, "m", STREAM);
    shards.save(List.of(shard(Optional.empty())));
  }

  private static ShardState shard(Optional<SequenceNumber> ending) {
    return new ShardState(
        SHARD,
        Optional.empty(),
        ShardState.Phase.READABLE,
        true,
        1,
        Optional.empty(),
        ending,
        Optional.of(NOW),
        Optional.empty());
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void theLastPageMayCarryRecordsAndNoIterator() throws Exception {
    stream
        .answer(Changes.page(List.of(Changes.record(1, NOW, "a", "x")), NOW, "next"))
        .answer(Changes.page(List.of(Changes.record(2, NOW, "b", "x")), NOW, null));

    read();

    assertThat(mirrored.changes()).isEqualTo("2\t2");
    assertThat(stored().position()).contains(SequenceNumber.parse("2"));
    assertThat(stored().inserted()).isEqualTo(2);
  }

  @Test
  void anExpiredIteratorIsTakenAnewAfterTheLastRecord() throws Exception {
    stream
        .answer(Changes.page(List.of(Changes.record(7, NOW, "a", "x")), NOW, "next"))
        .fail(new IteratorExpiredException("GetRecords", "ExpiredIteratorException", "old", null))
        .fail(new ThrottledException("GetRecords", "ThrottlingException", "slow down", null))
        .answer(Changes.page(List.of(Changes.record(8, NOW, "b", "x")), NOW, null));

    read();

    assertThat(stream.positions)
        .containsExactly(
            new IteratorPosition.TrimHorizon(),
            new IteratorPosition.AfterSequenceNumber(SequenceNumber.parse("7")));
    assertThat(mirrored.changes()).isEqualTo("2\t2");
    assertThat(retried)
        .containsExactly("stream:iterator_expired", "stream:ThrottlingException", "recovered");
  }

  @Test
  void whatWasReadGoesInBeforeTroubleIsWaitedFor() throws Exception {
    List<String> inWhileWaiting = new ArrayList<>();
    sleeper = _ -> inWhileWaiting.add(mirrored.changes());
    // A large page is followed by another at once, in one batch.
    stream
        .answer(
            Changes.page(List.of(Changes.record(1, NOW, "a", "x".repeat(600_000))), NOW, "next"))
        .fail(new ThrottledException("GetRecords", "ThrottlingException", "slow down", null))
        .answer(Changes.page(List.of(Changes.record(2, NOW, "b", "x")), NOW, null));

    read();

    assertThat(inWhileWaiting).first().isEqualTo("1\t1");
    assertThat(mirrored.changes()).isEqualTo("2\t2");
  }

  @Test
  void anAnswerThatIsNotUnderstoodIsAskedForAgain() throws Exception {
    stream
        .fail(new RejectedException("GetRecords", "", "the answer is not understood", null))
        .answer(Changes.page(List.of(Changes.record(1, NOW, "a", "x")), NOW, null));

    read();

    assertThat(retried).containsExactly("stream:RejectedException", "recovered");
    assertThat(mirrored.changes()).isEqualTo("1\t1");
  }

  @Test
  void whatComesBeforeAKeyThatIsNoneGoesInAndItIsAskedForAgain() throws Exception {
    Instant later = NOW.plusSeconds(5);
    Changes.Record second = Changes.record(2, NOW.plusSeconds(1), "b", "x");
    stream.answer(
        Changes.page(
            List.of(Changes.record(1, NOW, "a", "x"), second, Changes.record(3, later, "\\q", "x")),
            later,
            "next"));

    assertThatThrownBy(this::read)
        .isInstanceOf(UnreadableChangeException.class)
        .hasMessageContaining(SHARD + " after 2 has a key that cannot be read")
        .hasMessageNotContaining("q");

    assertThat(mirrored.changes()).isEqualTo("2\t2");
    assertThat(stored().position()).contains(SequenceNumber.parse("2"));
    assertThat(stored().readUntil()).contains(second.at());

    stream.answer(Changes.page(List.of(Changes.record(3, later, "c", "x")), later, null));
    read();

    assertThat(stream.positions.getLast())
        .isEqualTo(new IteratorPosition.AfterSequenceNumber(SequenceNumber.parse("2")));
    assertThat(mirrored.changes()).isEqualTo("3\t3");
  }

  @Test
  void whatWasReadBeforeAGapGoesIn() {
    stream
        .answer(
            Changes.page(List.of(Changes.record(1, NOW, "a", "x".repeat(600_000))), NOW, "next"))
        .answer(
            Changes.page(
                List.of(Changes.record(9, NOW.plus(Duration.ofHours(25)), "b", "x")),
                NOW.plus(Duration.ofHours(26)),
                "next"));

    assertThatThrownBy(this::read).isInstanceOf(GapException.class);

    assertThat(mirrored.changes()).isEqualTo("1\t1");
    assertThat(stored().readUntil()).contains(NOW);
  }

  @Test
  void recordsThatComeOnceMoreAreNotInsertedTwice() throws Exception {
    stream
        .answer(
            Changes.page(
                List.of(Changes.record(7, NOW, "a", "x"), Changes.record(8, NOW, "b", "x")),
                NOW,
                "next"))
        .fail(new IteratorExpiredException("GetRecords", "ExpiredIteratorException", "old", null))
        .answer(
            Changes.page(
                List.of(
                    Changes.record(7, NOW, "a", "x"),
                    Changes.record(8, NOW, "b", "x"),
                    Changes.record(9, NOW, "c", "x")),
                NOW,
                "next"))
        .answer(Changes.page(List.of(Changes.record(9, NOW, "c", "x")), NOW, null));

    read();

    assertThat(mirrored.changes()).isEqualTo("3\t3");
    assertThat(stored().position()).contains(SequenceNumber.parse("9"));
    assertThat(stored().inserted()).isEqualTo(3);
  }

  @Test
  void aClosedShardWithNothingBehindItsPositionIsAtItsEnd() throws Exception {
    stream
        .answer(Changes.page(List.of(Changes.record(5, NOW, "a", "x")), NOW, "next"))
        .answer(Changes.page(List.of(), NOW, null));

    read();

    assertThat(stored().position()).contains(SequenceNumber.parse("5"));
    assertThat(mirrored.changes()).isEqualTo("1\t1");
  }

  @Test
  void recordsAtAndPastTheListedEndAreReadAndAPositionThereIsTheEnd() throws Exception {
    shards.save(List.of(shard(Optional.of(SequenceNumber.parse("6")))));
    stream.answer(
        Changes.page(
            List.of(Changes.record(6, NOW, "a", "at"), Changes.record(7, NOW, "b", "past")),
            NOW,
            null));
    read();
    assertThat(mirrored.changes()).isEqualTo("2\t2");
    int asked = stream.positions.size();

    read();

    assertThat(stream.positions).as("nothing is asked for behind the end").hasSize(asked);
    assertThat(mirrored.changes()).isEqualTo("2\t2");
  }

  @Test
  void aPrefixBeforeTheBoundaryIsDroppedAndNothingAfterIt() throws Exception {
    // The export's time is NOW, the boundary two minutes before.
    Instant old = NOW.minusSeconds(300);
    stream.answer(
        Changes.page(
            List.of(
                Changes.record(1, old, "a", "x"),
                Changes.record(2, old, "b", "x"),
                Changes.record(3, NOW.minusSeconds(120), "c", "x"),
                Changes.record(4, old, "d", "a time that runs backwards")),
            NOW,
            null));

    read();

    assertThat(mirrored.text("SELECT groupArray(pk) FROM TABLE FINAL")).isEqualTo("['c','d']");
    assertThat(stored().dropped()).isEqualTo(2);
    assertThat(stored().pastBoundary()).isTrue();
  }

  @Test
  void aPrefixBeforeALaterGenerationBeganIsOfTheGenerationBeforeAndDoesNotBeatTheExport()
      throws Exception {
    generation = 3;
    Instant old = NOW.minusSeconds(300);
    stream
        .answer(Changes.page(List.of(Changes.record(1, old, "a", "x")), NOW, "next"))
        .answer(
            Changes.page(
                List.of(
                    Changes.record(2, old, "b", "x"),
                    Changes.record(3, NOW.minusSeconds(120), "c", "x"),
                    Changes.record(4, old, "d", "a time that runs backwards")),
                NOW,
                null));

    read();

    assertThat(
            mirrored.text(
                "SELECT groupArray((pk, toUInt64(bitShiftRight(_version, 192)))) FROM"
                    + " (SELECT pk, _version FROM TABLE ORDER BY pk)"))
        .isEqualTo("[('a',2),('b',2),('c',3),('d',3)]");
    assertThat(stored().position()).contains(SequenceNumber.parse("4"));
    assertThat(stored().inserted()).isEqualTo(4);
    assertThat(stored().dropped()).isZero();
    assertThat(stored().pastBoundary()).isTrue();
  }

  @Test
  void aLineageThatHasNotComeToALaterGenerationsChangesIsNotPastItsBoundary() throws Exception {
    generation = 2;
    stream.answer(
        Changes.page(List.of(Changes.record(1, NOW.minusSeconds(300), "a", "x")), NOW, null));

    read();

    assertThat(mirrored.text("SELECT toUInt64(bitShiftRight(_version, 192)) FROM TABLE"))
        .isEqualTo("1");
    assertThat(stored().pastBoundary()).isFalse();
  }

  @Test
  void aPageMoreThan23HoursAfterTheOneBeforeIsAGap() {
    stream
        .answer(Changes.page(List.of(), NOW.plus(Duration.ofHours(22)), "next"))
        .answer(Changes.page(List.of(), NOW.plus(Duration.ofHours(46)), "next"));

    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            GapException.class,
            gap -> assertThat(gap.reason()).isEqualTo(FailureReason.GAP_POSITION_STALE));
  }

  @Test
  void aTrimmedPositionIsToldApart() {
    stream.fail(new TrimmedDataException("GetRecords", "TrimmedDataAccessException", "gone", null));

    assertThatThrownBy(this::read)
        .isInstanceOf(ShardLostException.class)
        .hasCauseInstanceOf(TrimmedDataException.class);
  }

  private StoredShard stored() {
    return shards.find(SHARD).orElseThrow();
  }

  private void read() throws InterruptedException {
    StoredShard shard = stored();
    ShardWatch watch = new ShardWatch(SHARD, Optional.empty(), 0, 0, 0);
    Tail tail = tail();
    StreamFollower.settlePlanned(tail);
    new ShardReader(tail, new StreamInserts(tail), shard, watch, Optional.empty(), false).run();
  }

  private Tail tail() {
    Retries retries =
        new Retries() {
          @Override
          public void retrying(String cause, String message) {
            retried.add(cause);
          }

          @Override
          public void recovered() {
            retried.add("recovered");
          }
        };
    return new TestTail(
            mirrored,
            mirrored.clickHouse(),
            shards,
            stream,
            new MemoryShare(new BlockMemory(64L << 20), new BatchLimits(1000, 1L << 20)),
            retries,
            new StandingClock(NOW),
            sleeper)
        .of(generation, limit);
  }
}
