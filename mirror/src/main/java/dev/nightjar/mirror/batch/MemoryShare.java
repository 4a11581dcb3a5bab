package dev.nightjar.mirror.batch;

/**
 * Divides the memory for blocks among the sources that fill one, so that it stays the same however
 * many shards a stream has. Thread-safe.
 */
public final class MemoryShare {
  private static final long LEAST = 1L << 20;
  private static final int SHARED = 2;

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

  private synchronized BatchLimits limits(int times) {
    long share = Math.max(LEAST, total / Math.max(1, sources));
    return new BatchLimits(
        Math.min(BatchLimits.MOST_ROWS, times * largest.rows()),
        Math.min(Math.min(BatchLimits.MOST_BYTES, times * largest.bytes()), share));
  }
}
