package dev.nightjar.mirror.healing;

/**
 * How much of a table a healing deletes without asking a person: an export of a wrong or half empty
 * table must not empty the mirror.
 *
 * @param percent of the table's items; 100 for all of them
 */
public record DeleteLimit(int percent) {
  /** What was allowed by a person: all of them. */
  public static final DeleteLimit NONE = new DeleteLimit(100);

  /** What a server has that is told nothing. */
  public static final DeleteLimit STANDARD = new DeleteLimit(30);

  /** So few are deleted without asking, whatever share of a small table they are. */
  static final long HANDFUL = 100;

  /** Refuses what is no share. */
  public DeleteLimit {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("no percentage: " + percent);
    }
  }

  /** Whether so many of so many may be deleted. */
  boolean allows(long deletes, long items) {
    return deletes <= HANDFUL || deletes <= items / 100.0 * percent;
  }
}
