package dev.nightjar.mirror.batch;

/**
 * When a batch is full.
 *
 * @param rows rows at which it is
 * @param bytes bytes at which it is
 */
public record BatchLimits(int rows, long bytes) {
  /** The most rows that an insert's block-size settings keep in one block, with room to spare. */
  public static final int MOST_ROWS = 500_000;

  /** The most bytes, likewise. */
  public static final long MOST_BYTES = 128L << 20;

  /** Refuses limits at which ClickHouse might split the block. */
  public BatchLimits {
    if (rows < 1 || rows > MOST_ROWS || bytes < 1 || bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a batch of " + rows + " rows or " + bytes + " bytes would not stay one block");
    }
  }

  /** Whether a batch of this size is to be inserted now. */
  public boolean full(long rowCount, long byteCount) {
    return rowCount >= rows || byteCount >= bytes;
  }
}
