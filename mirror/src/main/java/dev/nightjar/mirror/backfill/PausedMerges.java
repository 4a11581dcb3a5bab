package dev.nightjar.mirror.backfill;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.MergePause;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.dynamodb.failure.Sleeper;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The first blocks of a load come in without merges in between, which would take processors' time
 * from it and be done again with the blocks after them: ClickHouse merges them later, many at once.
 * Neither parts nor the mutations that wait become too many meanwhile: the pause ends after so many
 * blocks, after a while, or with the load. Thread-safe.
 */
final class PausedMerges implements AutoCloseable {
  /** A tenth of the parts at which ClickHouse delays inserts. */
  static final int MOST_BLOCKS = 100;

  static final Duration LONGEST = Duration.ofSeconds(30);

  private final MergePause pause;
  private final AtomicInteger blocks = new AtomicInteger();

  PausedMerges(ClickHouse clickHouse, TableName table) {
    this.pause = clickHouse.pauseMerges(table);
  }

  /** Whether there is something to end. */
  boolean paused() {
    return pause != MergePause.NONE;
  }

  /** Ends the pause when it has been long enough. */
  void endInTime(Sleeper sleeper) throws InterruptedException {
    sleeper.sleep(LONGEST);
    close();
  }

  /** A block is in. */
  void block() {
    if (blocks.incrementAndGet() == MOST_BLOCKS) {
      close();
    }
  }

  @Override
  public void close() {
    pause.close();
  }
}
