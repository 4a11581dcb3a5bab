package dev.nightjar.mirror.sample;

/**
 * What a sample of a table took.
 *
 * @param items items that were scanned and are in a table now
 * @param unreadable items that AWS answered and that are none: an attribute of an unknown type, or
 *     a key that is not of its type; they were left out
 */
public record SampledItems(long items, long unreadable) {
  /** Nothing. */
  public static final SampledItems NONE = new SampledItems(0, 0);
}
