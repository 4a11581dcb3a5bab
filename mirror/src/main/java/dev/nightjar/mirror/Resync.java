package dev.nightjar.mirror;

/**
 * How a table is loaded anew on a person's word.
 *
 * @param anyDeletes whether as many items may turn out to be deleted as it takes; else the mirror
 *     stops and asks where they are a large share of the table
 */
public record Resync(boolean anyDeletes) {

  /** The cautious one. */
  public static final Resync STANDARD = new Resync(false);
}
