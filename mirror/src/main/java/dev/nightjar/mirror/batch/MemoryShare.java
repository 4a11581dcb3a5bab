package dev.nightjar.mirror.batch;

import dev.nightjar.mirror.BlockMemory;

/**
 * How large the batches of a mirror may be: its sources divide the memory for blocks with those of
 * all other mirrors. Thread-safe.
 */
public final class MemoryShare {
  private static final int SHARED = 2;

  private final BlockMemory memory;
  private final BatchLimits largest;

  /**
   * A mirror's share.
   *
   * @param memory which it divides with others
   * @param largest limits of one batch, however few sources there are
   */
  public MemoryShare(BlockMemory memory, BatchLimits largest) {
    this.memory = memory;
    this.largest = largest;
  }

  /** A source begins to fill blocks. */
  public void enter() {
    memory.enter();
  }

  /** A source has ended. */
  public void leave() {
    memory.leave();
  }

  /** The limits of a batch now. */
  public BatchLimits limits() {
    return limits(1);
  }

  /**
   * The limits of a batch now that all of a stream's shards share: one may be as large as those of
   * several files, of which each has its own.
   */
  public BatchLimits sharedLimits() {
    return limits(SHARED);
  }

  private BatchLimits limits(int times) {
    return new BatchLimits(
        Math.min(BatchLimits.MOST_ROWS, times * largest.rows()),
        Math.min(Math.min(BatchLimits.MOST_BYTES, times * largest.bytes()), memory.share()));
  }
}
