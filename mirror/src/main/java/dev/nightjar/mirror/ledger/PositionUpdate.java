package dev.nightjar.mirror.ledger;

import org.jdbi.v3.core.Handle;

/** Moves a source's position as part of the transaction that marks its batch done. */
@FunctionalInterface
public interface PositionUpdate {
  /** Runs the statements. */
  void apply(Handle handle);
}
