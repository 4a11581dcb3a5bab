package dev.nightjar.mirror.tailing;

import dev.nightjar.mirror.ledger.Batch;

/** Settles batches of a stream that a generation has left in flight. */
public final class StreamSettlement {
  private final Tail tail;

  /** A settlement with what the ended generation worked with. */
  public StreamSettlement(Tail tail) {
    this.tail = tail;
  }

  /**
   * Brings a batch in, as rows of the generation that planned it, or finds that it is in.
   *
   * @return false if not all of it can be read any more, and what cannot be is not in the table: it
   *     stays in flight
   */
  public boolean settle(Batch planned) throws InterruptedException {
    return new StreamRecovery(tail, planned).settle().isEmpty();
  }
}
