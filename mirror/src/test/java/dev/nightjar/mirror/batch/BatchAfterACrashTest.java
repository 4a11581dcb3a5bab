package dev.nightjar.mirror.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.mirror.Changes;
import dev.nightjar.mirror.FaultyClickHouse;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.StateDatabase;
import org.junit.jupiter.api.Test;

/** Each batch once, also where the process ended between its plan and its end. */
class BatchAfterACrashTest extends BatchInserterFixture {
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
}
