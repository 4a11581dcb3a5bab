package dev.nightjar.mirror.tailing;

import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Batch.Counts;
import dev.nightjar.mirror.ledger.PositionUpdate;
import dev.nightjar.mirror.ledger.ShardRange;
import java.util.List;
import java.util.Optional;

/**
 * Settles a stream's batch that was in flight when the server stopped: reads exactly its ranges
 * again and inserts them under its token. Before any of its shards is read on: it is all of its
 * ranges or none that ClickHouse has.
 */
final class StreamRecovery {
  private final Tail tail;
  private final Batch planned;

  /** For one batch; its rows carry the generation that planned it. */
  StreamRecovery(Tail tail, Batch planned) {
    this.tail = tail;
    this.planned = planned;
  }

  /** The batches in flight of a stream, the oldest first. */
  static List<Batch> planned(Tail tail) {
    return tail.ledger().planned(tail.mirror().id()).stream()
        .filter(batch -> batch.source().stream().equals(Optional.of(tail.streamArn())))
        .toList();
  }

  /**
   * Settles it.
   *
   * @return what can no longer be read and is not in the table; it stays in flight
   */
  List<ShardRange> settle() throws InterruptedException {
    List<ShardRange> ranges = planned.shardRanges();
    RangeReading reading = RangeReading.of(tail, planned.generation(), ranges);
    if (reading.lost().isEmpty()) {
      insertAgain(planned, reading);
      return List.of();
    }
    if (tail.inserter().settleUnread(planned, reading.positions(ranges))) {
      return List.of();
    }
    while (!reading.found().isEmpty()) {
      reading = RangeReading.of(tail, planned.generation(), reading.found());
      if (reading.lost().isEmpty()) {
        List<ShardRange> lost = without(reading.found());
        insertAgain(split(lost, reading), reading);
        return lost;
      }
    }
    return ranges;
  }

  private List<ShardRange> without(List<ShardRange> found) {
    return planned.shardRanges().stream().filter(range -> !found.contains(range)).toList();
  }

  private void insertAgain(Batch batch, RangeReading reading) throws InterruptedException {
    PositionUpdate positions = reading.positions(reading.found());
    if (reading.continued() && tail.inserter().settleUnread(batch, positions)) {
      tail.retries().alreadyThere(batch.counts().changes());
      return;
    }
    tail.inserter()
        .insertAgain(
            batch,
            tail.mirror().schemaFingerprint(),
            reading.batch().buffer().rows(),
            reading.batch().buffer().quarantined(),
            positions);
  }

  /**
   * What can be read goes in without the rest, under the batch's token: where a partition of the
   * batch has arrived, it has the rows already and ClickHouse knows it. What is lost stays in
   * flight until somebody has drawn the consequences.
   */
  private Batch split(List<ShardRange> lost, RangeReading found) throws InterruptedException {
    long changes = lost.stream().mapToLong(ShardRange::changes).sum();
    Batch rest =
        planned.of(
            lost, new Counts(changes, changes, 0), planned.probes(), planned.token() + " lost");
    Batch readable =
        planned.of(
            found.found(),
            found.batch().buffer().counts(),
            found.batch().probes(),
            planned.token());
    return tail.ledger().split(rest, readable);
  }
}
