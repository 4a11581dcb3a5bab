package dev.nightjar.mirror.batch;

/**
 * Divides the memory for blocks among the sources that fill one, so that it stays the same however
 * many shards a stream has. Thread-safe.
 */
public final class MemoryShare {
  private static final long LEAST = 1L << 20;

  private final long total;
  private final BatchLimits largest;
  private int sources;

  /**
   * Memory to divide.
   *
   * @param total bytes for all blocks together
   * @param largest limits of one batch, however few sources there are
   */
  public MemoryShare(long total, BatchLimits largest) {
    this.total = total;
    this.largest = largest;
  }

  /** A source begins to fill blocks. */
  public synchronized void enter() {
    sources++;
  }

  /** A source has ended. */
  public synchronized void leave() {
    sources--;
  }

  /** The limits of a batch now. */
  public synchronized BatchLimits limits() {
    long share = Math.max(LEAST, total / Math.max(1, sources));
    return new BatchLimits(largest.rows(), Math.min(largest.bytes(), share));
  }
}
