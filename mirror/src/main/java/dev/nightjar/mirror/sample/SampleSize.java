package dev.nightjar.mirror.sample;

/**
 * How much of a table a sample takes; whatever is reached first ends it.
 *
 * @param items from 1
 * @param bytes of the rows as ClickHouse gets them, from 1; the page in which it is reached is kept
 */
public record SampleSize(long items, long bytes) {
  /** Refuses a sample of nothing. */
  public SampleSize {
    if (items < 1 || bytes < 1) {
      throw new IllegalArgumentException("a sample of " + items + " items, " + bytes + " bytes");
    }
  }
}
