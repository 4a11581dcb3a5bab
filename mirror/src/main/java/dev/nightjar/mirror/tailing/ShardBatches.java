package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.mirror.batch.BatchBuffer;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Source;

/** Makes the ledger's entries for batches of shards. */
final class ShardBatches {
  private ShardBatches() {}

  /**
   * One entry.
   *
   * @param generation which its rows carry
   */
  static Batch of(
      Tail tail,
      long generation,
      Source.OfShard source,
      SequenceNumber first,
      SequenceNumber last,
      BatchBuffer buffer)
      throws InterruptedException {
    String token =
        "%s %d %s %s-%s %d"
            .formatted(
                tail.mirror().incarnation(),
                generation,
                source.shard(),
                first,
                last,
                buffer.changes());
    return new Batch(
        tail.mirror().id(),
        0,
        generation,
        source,
        first.toString(),
        last.toString(),
        buffer.counts(),
        tail.mirror().schemaFingerprint(),
        tail.mirror().tableUuid(),
        buffer.probes(tail.partitions()),
        token,
        0);
  }
}
