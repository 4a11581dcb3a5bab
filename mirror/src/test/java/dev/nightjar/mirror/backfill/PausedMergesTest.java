package dev.nightjar.mirror.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.ForwardingClickHouse;
import dev.nightjar.clickhouse.MergePause;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedEngine.class)
class PausedMergesTest {
  private TestDatabase database;

  @BeforeEach
  void create(TestDatabase fresh) {
    database = fresh;
    database.execute("DROP TABLE IF EXISTS orders SYNC");
    database.execute("CREATE TABLE orders (n UInt64) ENGINE = MergeTree ORDER BY n");
    database.execute("INSERT INTO orders VALUES (1)");
    database.execute("INSERT INTO orders VALUES (2)");
  }

  @Test
  void endWithTheLoad() {
    try (PausedMerges merges = begin()) {
      assertThat(merges.paused()).isTrue();
      assertPaused();
    }
    assertMerging();
  }

  @Test
  void endAfterManyBlocks() {
    try (PausedMerges merges = begin()) {
      for (int block = 1; block < PausedMerges.MOST_BLOCKS; block++) {
        merges.block();
      }
      assertPaused();

      merges.block();
      assertMerging();
    }
  }

  @Test
  void endAfterAWhileThoughNoBlockComes() throws InterruptedException {
    try (PausedMerges merges = begin()) {
      merges.endInTime(duration -> {
        assertThat(duration).isEqualTo(PausedMerges.LONGEST);
        assertPaused();
      });
      assertMerging();
    }
  }

  @Test
  void areNoneWhereMergesAreAnotherMachinesWork() {
    var elsewhere =
        new ForwardingClickHouse(database.clickHouse()) {
          @Override
          public MergePause pauseMerges(TableName table) {
            return MergePause.NONE;
          }
        };
    try (PausedMerges merges = new PausedMerges(elsewhere, database.table("orders"))) {
      assertThat(merges.paused()).isFalse();
      assertMerging();
    }
  }

  private PausedMerges begin() {
    return new PausedMerges(database.clickHouse(), database.table("orders"));
  }

  private void assertPaused() {
    assertThatThrownBy(this::merge).isInstanceOf(ClickHouseException.class);
  }

  private void assertMerging() {
    assertThatCode(this::merge).doesNotThrowAnyException();
  }

  private void merge() {
    database.execute("OPTIMIZE TABLE orders FINAL");
  }
}
