package dev.nightjar.mirror.verify;

import java.math.BigInteger;
import java.util.Optional;

/**
 * Tells a real difference from a change in flight.
 *
 * <p>A look at a key is, in this order: the row's version; the item, by a strongly consistent read;
 * then, when the mirror has caught up with the moment of that read, the row as FINAL has it; then
 * the row's version again. If the version is the same before and after, nothing newer than the item
 * that was read is in the table, and everything up to it should be: so they are equal or the mirror
 * is wrong, whatever happened to the key before and after. If it is another, the key has changed
 * meanwhile, and the look says nothing.
 */
final class Settlement {
  private Settlement() {}

  /** What a look says. */
  enum Verdict {
    /** The row is the item, or there is neither. */
    EQUAL,
    /** The mirror is wrong. */
    DIFFERENT,
    /** The key has changed during the look. */
    CHANGED
  }

  /**
   * Judges a look.
   *
   * @param before the highest version of the key before the item was read; empty if it had no row
   * @param item a fingerprint of the item's values; empty where there was no item
   * @param row a fingerprint of the row's values in FINAL; empty where FINAL has no row
   * @param after the highest version of the key after that
   */
  static Verdict judge(
      Optional<BigInteger> before,
      Optional<String> item,
      Optional<String> row,
      Optional<BigInteger> after) {
    if (item.equals(row)) {
      return Verdict.EQUAL;
    }
    return before.equals(after) ? Verdict.DIFFERENT : Verdict.CHANGED;
  }
}
