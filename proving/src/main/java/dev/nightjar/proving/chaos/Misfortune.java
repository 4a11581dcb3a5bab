package dev.nightjar.proving.chaos;

import java.time.Instant;
import java.util.Optional;

/**
 * What befalls the table or the export of one round's mirror, besides the fire. For one thread, but
 * for {@link #isIn}.
 */
interface Misfortune {

  /** Its name, for the count and for people. */
  String name();

  /** Before the mirror is deployed. */
  void prepare() throws InterruptedException;

  /**
   * Again and again while the fire lasts: makes it happen when its moment has come, and sets right
   * what only a person can, later.
   *
   * @param state the mirror's, or STARTING where the server does not say
   */
  void look(String state) throws InterruptedException;

  /**
   * At once when the mirror says it, on a thread of its own; for what cannot wait for {@link
   * #look}.
   *
   * @param state the mirror's
   */
  default void isIn(String state) throws InterruptedException {}

  /**
   * Whether it has given the mirror a reason to load its table anew.
   *
   * @param before how often that was done already
   */
  boolean mayBeHealed(int before);

  /** When another table, built beside, had taken the table's place, if one has. */
  default Optional<Instant> replacedBefore() {
    return Optional.empty();
  }

  /** Whether the round has nothing more to wait for. */
  boolean over();

  /** Whether all of it has befallen the mirror, asked when that is LIVE for good. */
  boolean came() throws InterruptedException;

  /** Sets right what is not as it was. */
  void end() throws InterruptedException;
}
