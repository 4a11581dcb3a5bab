package dev.nightjar.mirror.row;

/** What became of a change. */
public enum Outcome {
  /** A row with all its values. */
  ROW,
  /**
   * A row, in which a value that does not fit stands as if it were absent, and the key for an image
   * that is no item; the change is in the quarantine block too.
   */
  ROW_WITH_MISFITS,
  /** No row, for its key does not fit; the change is in the quarantine block alone. */
  WITHHELD
}
