package dev.nightjar.mirror.batch;

import dev.nightjar.mirror.ledger.Probe;
import java.util.List;

/**
 * Names every row of a batch, for the rare case that its samples do not tell whether it arrived:
 * rows of an export are superseded by changes that are inserted at the same time, and merged away.
 */
@FunctionalInterface
public interface EveryRow {

  /** For batches whose source inserts nothing newer before they are done. */
  EveryRow UNKNOWN = List::of;

  /** A probe for each of its rows in the table; empty if they cannot be named. */
  List<Probe> probes() throws InterruptedException;
}
