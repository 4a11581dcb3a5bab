package dev.nightjar.mirror.tailing;

import dev.nightjar.mirror.batch.BatchBuffer;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Batch.Counts;
import dev.nightjar.mirror.ledger.PositionUpdate;
import dev.nightjar.mirror.ledger.Probe;
import dev.nightjar.mirror.ledger.ShardRange;
import java.util.ArrayList;
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
    SharedBatch batch = new SharedBatch(tail, planned.generation());
    RangeReading reading = read(ranges, batch);
    if (reading.lost().isEmpty()) {
      insertAgain(planned, reading, batch);
      return List.of();
    }
    if (tail.inserter().settleUnread(planned, reading.positions(ranges))) {
      return List.of();
    }
    while (!reading.found().isEmpty()) {
      batch = new SharedBatch(tail, planned.generation());
      reading = read(reading.found(), batch);
      if (reading.lost().isEmpty()) {
        List<ShardRange> lost = without(reading.found());
        insertAgain(split(lost, reading, batch), reading, batch);
        return lost;
      }
    }
    return ranges;
  }

  private RangeReading read(List<ShardRange> ranges, SharedBatch batch)
      throws InterruptedException {
    return RangeReading.of(tail, planned.generation(), ranges, batch::add);
  }

  private List<ShardRange> without(List<ShardRange> found) {
    return planned.shardRanges().stream().filter(range -> !found.contains(range)).toList();
  }

  private void insertAgain(Batch batch, RangeReading reading, SharedBatch rows)
      throws InterruptedException {
    PositionUpdate positions = reading.positions(reading.found());
    if (reading.continued() && tail.inserter().settleUnread(batch, positions)) {
      tail.retries().alreadyThere(batch.counts().changes());
      return;
    }
    tail.inserter()
        .insertAgain(
            batch,
            tail.mirror().schemaFingerprint(),
            rows.buffer().rows(),
            rows.buffer().quarantined(),
            positions,
            () -> everyRow(reading.found()));
  }

  /**
   * One of several batches that were taken for lost may be there, each of its rows beaten by a row
   * of a later one and merged away. Of an older generation's rows an export's beat all.
   */
  private List<Probe> everyRow(List<ShardRange> ranges) throws InterruptedException {
    if (planned.generation() != tail.generation().number()) {
      return List.of();
    }
    List<Probe> probes = new ArrayList<>();
    BatchBuffer scratch = new BatchBuffer(tail.schema(), planned.generation(), 0);
    RangeReading reading =
        RangeReading.of(
            tail,
            planned.generation(),
            ranges,
            (shard, changes) -> {
              scratch.depth(shard.depth());
              for (int i = changes.from(); i < changes.to(); i++) {
                Probe probe = scratch.addAndProbe(changes.page().change(i));
                if (probe.target() == Probe.Target.TABLE) {
                  probes.add(probe);
                }
                scratch.clear();
              }
            });
    return reading.lost().isEmpty() ? probes : List.of();
  }

  /**
   * What can be read goes in without the rest, under the batch's token: where a partition of the
   * batch has arrived, it has the rows already and ClickHouse knows it. What is lost stays in
   * flight until somebody has drawn the consequences.
   */
  private Batch split(List<ShardRange> lost, RangeReading found, SharedBatch rows)
      throws InterruptedException {
    long changes = lost.stream().mapToLong(ShardRange::changes).sum();
    Batch rest =
        planned.of(
            lost, new Counts(changes, changes, 0), planned.probes(), planned.token() + " lost");
    Batch readable =
        planned.of(found.found(), rows.buffer().counts(), rows.probes(), planned.token());
    return tail.ledger().split(rest, readable);
  }
}
