package dev.nightjar.mirror.tailing;

import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.state.StoredShard;
import java.time.Instant;
import java.util.Optional;

/** Settles batches of a stream's shards that a generation has left in flight. */
public final class StreamSettlement {
  private final Tail tail;

  /** A settlement with what the ended generation worked with. */
  public StreamSettlement(Tail tail) {
    this.tail = tail;
  }

  /**
   * Brings a batch in, as rows of the generation that planned it, or finds that it is in.
   *
   * @return false if its range can no longer be read and it is not in the table; it stays in flight
   */
  public boolean settle(Batch planned, Source.OfShard source) throws InterruptedException {
    Optional<StoredShard> shard = tail.shards().find(source.shard());
    if (shard.isEmpty()) {
      return tail.inserter().settleUnread(planned, _ -> {});
    }
    Instant readUntil = shard.get().readUntil().orElse(tail.generation().begunAt());
    return new ShardRecovery(tail, source, planned, shard.get(), readUntil).settle().isPresent();
  }
}
