package dev.nightjar.mirror.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.mirror.Changes;
import dev.nightjar.mirror.FaultyClickHouse;
import dev.nightjar.mirror.MirroredTestTable;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Probe;
import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.ledger.StateDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each batch once, whatever happens between its plan and its end. */
@ExtendWith(EmbeddedEngine.class)
class BatchInserterTest {
  private static final Source.OfShard SHARD =
      new Source.OfShard("arn:stream", new ShardId("shardId-00000001700000000000-00000000"));
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;
  private MirroredTestTable mirrored;
  private FaultyClickHouse clickHouse;
  private StateDatabase state;
  private final List<String> retried = new ArrayList<>();
  private BatchBuffer buffer;

  @BeforeEach
  void open(TestDatabase database, TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
    clickHouse = new FaultyClickHouse(database.clickHouse());
    state = StateDatabase.open(directory);
    mirrored = MirroredTestTable.create(database, name, state);
    buffer = new BatchBuffer(mirrored.schema(), 1, 1);
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void aBatchIsPlannedInsertedAndDone() throws Exception {
    Batch batch = batch("a", "b", "c");

    insert(batch);

    assertThat(mirrored.text("SELECT groupArray(pk) FROM TABLE FINAL")).isEqualTo("['a','b','c']");
    assertThat(mirrored.changes()).isEqualTo("3\t3");
    assertThat(mirrored.ledger().planned("m", SHARD)).isEmpty();
    assertThat(mirrored.ledger().recent("m", SHARD)).hasSize(1);
  }

  @Test
  void anInsertOfUnknownOutcomeThatArrivedIsNotDoubled() throws Exception {
    clickHouse.then((real, insert) -> {
      real.insert(insert);
      throw new OutcomeUnknownException("the connection broke");
    });

    insert(batch("a", "b"));

    assertThat(mirrored.changes()).isEqualTo("2\t2");
    assertThat(clickHouse.tokens()).hasSize(2).containsOnly(clickHouse.tokens().getFirst());
    assertThat(retried).containsExactly("insert:OUTCOME_UNKNOWN", "recovered");
  }

  @Test
  void anInsertOfUnknownOutcomeThatDidNotArriveArrivesOnce() throws Exception {
    clickHouse.then((_, _) -> {
      throw new OutcomeUnknownException("the connection broke");
    });

    insert(batch("a", "b"));

    assertThat(mirrored.changes()).isEqualTo("2\t2");
  }

  @Test
  void aRememberedTokenWithoutItsPartIsReplaced() throws Exception {
    clickHouse.then((real, insert) -> {
      real.insert(insert);
      mirrored.lose();
      throw new OutcomeUnknownException("killed at the rename");
    });

    insert(batch("a", "b"));

    assertThat(mirrored.text("SELECT count() FROM TABLE FINAL")).isEqualTo("2");
    assertThat(clickHouse.tokens()).hasSize(3);
    assertThat(clickHouse.tokens().get(2)).isEqualTo(clickHouse.tokens().get(0) + "#1");
  }

  @Test
  void rowsThatNeverStayStopTheBatchInsteadOfGoingInForEver() {
    clickHouse.then((_, _) -> {
      throw new OutcomeUnknownException("the connection broke");
    });
    for (int i = 0; i < 10; i++) {
      clickHouse.then((real, insert) -> {
        InsertResult acknowledged = real.insert(insert);
        mirrored.lose();
        return acknowledged;
      });
    }
    Batch batch = batch("a", "b");

    assertThatThrownBy(() -> insert(batch))
        .isInstanceOf(BatchRefusedException.class)
        .hasMessageContaining("acknowledged")
        .hasMessageContaining("resume");

    assertThat(clickHouse.tokens()).as("its own twice, and three new ones").hasSize(5);
    assertThat(retried)
        .containsExactly("insert:OUTCOME_UNKNOWN", "probe:NOT_THERE", "probe:NOT_THERE");
    assertThat(mirrored.ledger().planned("m", SHARD)).hasSize(1);
  }

  @Test
  void aLaterRowOfItsLastKeyIsNoProofThatABatchArrived() throws Exception {
    clickHouse.then((real, insert) -> {
      real.insert(insert);
      mirrored.lose();
      BatchBuffer stream = new BatchBuffer(mirrored.schema(), 1, 1);
      Changes.page(List.of(Changes.record(900, AT, "b", "later")), AT, "next").forEach(stream::add);
      mirrored.insert(stream.rows());
      throw new OutcomeUnknownException("killed at the rename");
    });

    insert(batch("a", "b"));

    assertThat(mirrored.text("SELECT groupArray(pk) FROM TABLE FINAL")).isEqualTo("['a','b']");
    assertThat(clickHouse.tokens()).hasSize(3);
  }

  @Test
  void aBatchWhoseRowsAreAllSupersededAndMergedAwayHasArrived() throws Exception {
    clickHouse.then((real, insert) -> {
      real.insert(insert);
      mirrored.lose();
      BatchBuffer stream = new BatchBuffer(mirrored.schema(), 1, 1);
      Changes.page(
              List.of(Changes.record(900, AT, "a", "later"), Changes.record(901, AT, "b", "later")),
              AT,
              "next")
          .forEach(stream::add);
      mirrored.insert(stream.rows());
      throw new OutcomeUnknownException("the connection broke");
    });
    Batch batch = batch("a", "b");
    BatchBuffer again = new BatchBuffer(mirrored.schema(), 1, 1);
    List<Probe> everyRow = new ArrayList<>();
    Changes.page(
            List.of(Changes.record(1, AT, "a", "old"), Changes.record(2, AT, "b", "old")),
            AT,
            "next")
        .forEach(change -> everyRow.add(again.addAndProbe(change)));

    inserter().insert(batch, buffer.rows(), buffer.quarantined(), _ -> {}, () -> everyRow);

    assertThat(clickHouse.tokens()).hasSize(2).containsOnly(clickHouse.tokens().getFirst());
    assertThat(mirrored.changes()).isEqualTo("4\t4");
  }

  @Test
  void whatWasNeverBegunIsTriedAgainUnderItsToken() throws Exception {
    clickHouse
        .then((_, _) -> {
          throw new UnavailableException("too many wait");
        })
        .then((_, _) -> {
          throw new ClickHouseException(252, "TOO_MANY_PARTS", "too many parts");
        });

    insert(batch("a"));

    assertThat(mirrored.changes()).isEqualTo("1\t1");
    assertThat(retried).containsExactly("insert:UNAVAILABLE", "insert:TOO_MANY_PARTS", "recovered");
  }

  @Test
  void aTableThatDoesNotFitStopsTheBatchWhichStaysInFlight() {
    clickHouse.then((_, _) -> {
      throw new ClickHouseException(16, "NO_SUCH_COLUMN_IN_TABLE", "no column note");
    });
    Batch batch = batch("a");

    assertThatThrownBy(() -> insert(batch))
        .isInstanceOf(BatchRefusedException.class)
        .hasMessageContaining("no column note")
        .hasMessageContaining("resume");

    assertThat(mirrored.ledger().planned("m", SHARD)).hasSize(1);
  }

  @Test
  void aFailedViewIsFilledByTheNextTry() throws Exception {
    clickHouse.then((real, insert) -> {
      // As when a view fails: the table has the rows, the view does not.
      mirrored.text("DETACH TABLE TABLE_view");
      real.insert(insert);
      mirrored.text("ATTACH TABLE TABLE_view");
      throw new ClickHouseException(395, "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO", "view");
    });

    insert(batch("a", "b"));

    assertThat(mirrored.text("SELECT count() FROM TABLE FINAL")).isEqualTo("2");
    assertThat(mirrored.changes()).isEqualTo("2\t2");
  }

  @Test
  void aCrashBeforeTheInsertIsMadeGood() throws Exception {
    crash((_, _) -> {
      throw new FaultyClickHouse.Killed();
    });

    settle();

    assertThat(mirrored.changes()).isEqualTo("2\t2");
    assertThat(mirrored.ledger().planned("m", SHARD)).isEmpty();
  }

  @Test
  void aCrashBetweenTheInsertAndItsEndIsMadeGood() throws Exception {
    crash((real, insert) -> {
      real.insert(insert);
      throw new FaultyClickHouse.Killed();
    });

    settle();

    assertThat(mirrored.changes()).isEqualTo("2\t2");
    assertThat(mirrored.text("SELECT count() FROM TABLE FINAL")).isEqualTo("2");
  }

  @Test
  void aCrashThatLeftATokenWithoutItsPartIsMadeGood() throws Exception {
    crash((real, insert) -> {
      real.insert(insert);
      mirrored.lose();
      throw new FaultyClickHouse.Killed();
    });

    settle();

    assertThat(mirrored.text("SELECT count() FROM TABLE FINAL")).isEqualTo("2");
  }

  @Test
  void aRangeThatIsGoneFromTheStreamIsDoneIfItIsInTheTable() throws Exception {
    crash((real, insert) -> {
      real.insert(insert);
      throw new FaultyClickHouse.Killed();
    });
    Batch planned = mirrored.ledger().planned("m", SHARD).getFirst();

    assertThat(inserter().settleUnread(planned, _ -> {})).isTrue();
    assertThat(mirrored.ledger().planned("m", SHARD)).isEmpty();
  }

  @Test
  void aRangeThatIsGoneFromTheStreamAndNotInTheTableIsLost() throws Exception {
    crash((_, _) -> {
      throw new FaultyClickHouse.Killed();
    });
    Batch planned = mirrored.ledger().planned("m", SHARD).getFirst();

    assertThat(inserter().settleUnread(planned, _ -> {})).isFalse();
    assertThat(mirrored.ledger().planned("m", SHARD)).hasSize(1);
  }

  @Test
  void aLaterRowOfTheKeyProvesTheArrivalToo() throws Exception {
    crash((real, insert) -> {
      real.insert(insert);
      throw new FaultyClickHouse.Killed();
    });
    Batch planned = mirrored.ledger().planned("m", SHARD).getFirst();
    // The same item, later; a merge leaves that row alone.
    add(Changes.record(900, AT, "b", "later"));
    mirrored.insert(buffer.rows());
    mirrored.text("OPTIMIZE TABLE TABLE FINAL");

    assertThat(inserter().settleUnread(planned, _ -> {})).isTrue();
  }

  @Test
  void rowsOfAnotherSchemaDoNotGoUnderTheOldToken() throws Exception {
    crash((_, _) -> {
      throw new FaultyClickHouse.Killed();
    });
    Batch planned = mirrored.ledger().planned("m", SHARD).getFirst();
    fill("a", "b");

    inserter().insertAgain(planned, "another", buffer.rows(), buffer.quarantined(), _ -> {});

    assertThat(clickHouse.tokens()).last().isEqualTo(planned.token() + "#1");
    assertThat(mirrored.changes()).isEqualTo("2\t2");
  }

  @Test
  void withheldAndMisfittingChangesGoToQuarantineOnce() throws Exception {
    add(new Changes.Record(1, AT, "a", "{\"S\":\"fits\"}"));
    add(new Changes.Record(2, AT, "b", "{\"M\":{\"x\":{\"S\":\"no number\"}}}"));
    clickHouse
        .thenArrives()
        .then((real, insert) -> {
          real.insert(insert);
          throw new OutcomeUnknownException("the connection broke");
        });

    insert(planned("1", "2"));

    assertThat(mirrored.text("SELECT count() FROM TABLE FINAL")).isEqualTo("2");
    assertThat(mirrored.text("SELECT count(), any(c__error_column) FROM TABLE_quarantine"))
        .isEqualTo("1\t['x']");
  }

  @Test
  void twoBatchesOfOneSourceAreNeverInFlight() {
    mirrored.ledger().plan(batch("a"));

    assertThatThrownBy(() -> mirrored.ledger().plan(planned("3", "4")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("two batches in flight");
  }

  private void crash(FaultyClickHouse.Fate fate) {
    clickHouse.then(fate);
    Batch batch = batch("a", "b");
    assertThatThrownBy(() -> insert(batch)).isInstanceOf(FaultyClickHouse.Killed.class);
    // Another process: nothing is left but what is on disk.
    state.close();
    state = StateDatabase.open(directory);
    mirrored = mirrored.reopened(state);
    buffer.clear();
  }

  /** Reads the range again, as a restarted server does. */
  private void settle() throws Exception {
    Batch planned = mirrored.ledger().planned("m", SHARD).getFirst();
    fill("a", "b");
    inserter()
        .insertAgain(
            planned, mirrored.schema().fingerprint(), buffer.rows(), buffer.quarantined(), _ -> {});
  }

  private BatchInserter inserter() {
    return mirrored.inserter(
        clickHouse,
        new Retries() {
          @Override
          public void retrying(String cause, String message) {
            retried.add(cause);
          }

          @Override
          public void recovered() {
            retried.add("recovered");
          }
        });
  }

  private void insert(Batch batch) throws InterruptedException {
    inserter().insert(batch, buffer.rows(), buffer.quarantined(), _ -> {});
  }

  private Batch batch(String... keys) {
    fill(keys);
    return planned("1", Integer.toString(keys.length));
  }

  private void fill(String... keys) {
    for (int i = 0; i < keys.length; i++) {
      add(Changes.record(i + 1L, AT, keys[i], "note"));
    }
  }

  private void add(Changes.Record record) {
    RecordPage page = Changes.page(List.of(record), AT, "next");
    page.forEach(buffer::add);
  }

  private Batch planned(String first, String last) {
    try {
      return new Batch(
          "m",
          0,
          1,
          SHARD,
          first,
          last,
          buffer.counts(),
          mirrored.schema().fingerprint(),
          "uuid",
          buffer.probes(
              new Partitions(mirrored.clickHouse(), mirrored.schema(), NO_RETRIES, Sleeper.SYSTEM)),
          "token " + first + "-" + last,
          0);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final Retries NO_RETRIES =
      new Retries() {
        @Override
        public void retrying(String cause, String message) {
          throw new AssertionError(message);
        }

        @Override
        public void recovered() {}
      };
}
