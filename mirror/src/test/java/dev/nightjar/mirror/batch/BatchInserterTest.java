package dev.nightjar.mirror.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.mirror.Changes;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Probe;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each batch once, whatever happens between its plan and its end. */
class BatchInserterTest extends BatchInserterFixture {
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
}
