package dev.nightjar.mirror.healing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.FaultyClickHouse.Killed;
import dev.nightjar.mirror.healing.CountedClickHouse.Instead;
import dev.nightjar.mirror.ledger.StateDatabase;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A healing that dies, or whose ClickHouse fails, at any of its calls: each deleted item still gets
 * one tombstone, which views see once.
 */
@ExtendWith(EmbeddedEngine.class)
class TombstoneCrashTest {
  private static final int ITEMS = 5;
  private static final int BATCH = 3;
  private static final int MOST_CALLS = 200;

  private static final Instead DIES_BEFORE =
      new Instead() {
        @Override
        public <T> T of(Supplier<T> call) {
          throw new Killed();
        }
      };

  private static final Instead DIES_AFTER =
      new Instead() {
        @Override
        public <T> T of(Supplier<T> call) {
          T _ = call.get();
          throw new Killed();
        }
      };

  private static final Instead FAILS_BEFORE =
      new Instead() {
        @Override
        public <T> T of(Supplier<T> call) {
          throw new OutcomeUnknownException("the connection broke");
        }
      };

  private static final Instead FAILS_AFTER =
      new Instead() {
        @Override
        public <T> T of(Supplier<T> call) {
          T _ = call.get();
          throw new OutcomeUnknownException("the connection broke");
        }
      };

  @Test
  void theProcessDiesBeforeAnyCall(TestDatabase database) throws Exception {
    assertThat(everyCall(database, "dies_before", DIES_BEFORE)).isGreaterThan(12);
  }

  @Test
  void theProcessDiesAfterAnyCall(TestDatabase database) throws Exception {
    assertThat(everyCall(database, "dies_after", DIES_AFTER)).isGreaterThan(12);
  }

  @Test
  void clickHouseFailsAtAnyCall(TestDatabase database) throws Exception {
    assertThat(everyCall(database, "fails_before", FAILS_BEFORE)).isGreaterThan(12);
  }

  @Test
  void clickHouseFailsAfterAnyCallThatTookEffect(TestDatabase database) throws Exception {
    assertThat(everyCall(database, "fails_after", FAILS_AFTER)).isGreaterThan(12);
  }

  /** How many calls there were to fail. */
  private int everyCall(TestDatabase database, String name, Instead instead) throws Exception {
    for (int at = 0; at < MOST_CALLS; at++) {
      if (!oneCall(database, name + "_" + at, at, instead)) {
        return at;
      }
    }
    throw new AssertionError("more calls than expected");
  }

  /** Whether there is such a call. */
  private boolean oneCall(TestDatabase database, String name, int at, Instead instead)
      throws Exception {
    CountedClickHouse clickHouse = new CountedClickHouse(database.clickHouse(), at, instead);
    try (StateDatabase state = StateDatabase.inMemory(Executors.newSingleThreadExecutor())) {
      GappedTable table =
          GappedTable.create(database, name, TombstonesTest.FILE, TombstonesTest.KEYS, state);
      table.export(1, TombstonesTest.numbered(0, ITEMS + 2));
      table.export(2, TombstonesTest.numbered(ITEMS, ITEMS + 2));
      try {
        table.heal(clickHouse, DeleteLimit.NONE, BATCH);
      } catch (Killed dead) {
        healAgain(table, database.clickHouse());
      }

      assertThat(table.text("SELECT groupArray(pk) FROM (SELECT pk FROM TABLE FINAL ORDER BY pk)"))
          .as("at call %d", at)
          .isEqualTo("['p%d','p%d']".formatted(ITEMS, ITEMS + 1));
      assertThat(table.removes()).as("at call %d", at).isEqualTo(ITEMS + "\t" + ITEMS);
      assertThat(
              table.text("SELECT count() FROM system.tables WHERE name = '" + staging(table) + "'"))
          .isEqualTo("0");
    }
    return clickHouse.calls() > at;
  }

  private static void healAgain(GappedTable table, ClickHouse clickHouse)
      throws InterruptedException {
    assertThat(table.heal(clickHouse, DeleteLimit.NONE, BATCH)).isEqualTo(ITEMS);
  }

  private static String staging(GappedTable table) {
    return StagingTable.of(table.table()).name();
  }
}
