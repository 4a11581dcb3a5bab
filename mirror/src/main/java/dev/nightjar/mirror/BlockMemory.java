package dev.nightjar.mirror;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The memory for rows that wait for their insert, of all mirrors of a server together. It is
 * divided evenly among those that fill blocks now (files that are loaded, streams that have
 * changes): many of them at a time make smaller blocks and need no more memory. Thread-safe.
 */
public final class BlockMemory {
  /** As much as there is at least; a smaller heap than a server's usual one is none. */
  public static final long LEAST_TOTAL = 64L << 20;

  /** Two blocks of a server's usual heap hold 100,000 items of half a kilobyte each. */
  private static final double PART_OF_HEAP = 0.3;

  private static final long LEAST_SHARE = 512L << 10;

  private final long total;
  private final AtomicInteger sources = new AtomicInteger();

  /**
   * Memory to divide.
   *
   * @param total bytes for all blocks together
   */
  public BlockMemory(long total) {
    this.total = total;
  }

  /** Three tenths of this process's heap, and 64 MiB at least. */
  public static BlockMemory ofThisProcess() {
    return new BlockMemory(
        Math.max(LEAST_TOTAL, (long) (Runtime.getRuntime().maxMemory() * PART_OF_HEAP)));
  }

  /** Somebody begins to fill blocks. */
  public void enter() {
    sources.incrementAndGet();
  }

  /** Somebody has ended. */
  public void leave() {
    sources.decrementAndGet();
  }

  /** Bytes that each of them may have now. */
  public long share() {
    return Math.max(LEAST_SHARE, total / Math.max(1, sources.get()));
  }
}
