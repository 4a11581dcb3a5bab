package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.mirror.batch.BatchBuffer;
import dev.nightjar.mirror.batch.BatchLimits;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.PositionUpdate;
import dev.nightjar.mirror.ledger.Probe;
import dev.nightjar.mirror.ledger.ShardRange;
import dev.nightjar.mirror.ledger.Source;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A stream's next batch: changes of any of its shards, of one generation. Not thread-safe; used for
 * one batch after the other.
 */
final class SharedBatch {
  private final Tail tail;
  private final Map<ShardId, ShardPart> parts = new LinkedHashMap<>();
  private BatchBuffer buffer;
  private long generation;

  SharedBatch(Tail tail, long generation) {
    this.tail = tail;
    this.generation = generation;
    this.buffer = new BatchBuffer(tail.schema(), generation, 0);
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  boolean holds(ShardId shard) {
    return parts.containsKey(shard);
  }

  /** Whether rows of a generation may be added. */
  boolean takes(long rowsGeneration) {
    return isEmpty() || generation == rowsGeneration;
  }

  boolean full(BatchLimits limits) {
    return buffer.full(limits);
  }

  /**
   * Adds what follows in a shard.
   *
   * @throws dev.nightjar.dynamodb.json.MalformedJsonException if a change cannot be read; what
   *     comes before it is added
   */
  void add(ReadShard shard, ShardChanges changes) {
    if (generation != changes.generation()) {
      generation = changes.generation();
      buffer = new BatchBuffer(tail.schema(), generation, shard.depth());
    }
    buffer.depth(shard.depth());
    ShardPart part = parts.getOrDefault(shard.id(), new ShardPart(shard, changes));
    try {
      part.add(changes, buffer);
    } finally {
      if (part.changes() > 0) {
        parts.put(shard.id(), part);
      }
    }
  }

  /** How many inserts it takes: one into each table that it has rows for. */
  int inserts() {
    Batch.Counts counts = buffer.counts();
    return (counts.rows() > 0 ? 1 : 0) + (counts.quarantined() > 0 ? 1 : 0);
  }

  BatchBuffer buffer() {
    return buffer;
  }

  /** Tells the readers of its shards that it is in. */
  void inserted() {
    parts.values().forEach(part -> part.shard().inserted(part));
  }

  List<ShardRange> ranges() {
    return parts.values().stream().map(ShardPart::range).toList();
  }

  /** The entry for the ledger. */
  Batch entry() throws InterruptedException {
    List<ShardRange> ranges = ranges();
    String token =
        "%s %d stream %s %d"
            .formatted(tail.mirror().incarnation(), generation, digest(ranges), buffer.changes());
    return new Batch(
        tail.mirror().id(),
        0,
        generation,
        new Source.OfStream(tail.streamArn()),
        "",
        "",
        buffer.counts(),
        tail.mirror().schemaFingerprint(),
        tail.mirror().tableUuid(),
        probes(),
        token,
        0,
        ranges);
  }

  /** The last rows of each shard, and what proves the arrival of the block. */
  List<Probe> probes() throws InterruptedException {
    Set<Probe> probes = new LinkedHashSet<>();
    parts.values().stream().flatMap(ShardPart::probes).forEach(probes::add);
    probes.addAll(buffer.probes(tail.partitions()));
    return List.copyOf(probes);
  }

  /** Two batches have one token only if they are the same ranges of the same shards. */
  private static String digest(List<ShardRange> ranges) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (ShardRange range : ranges) {
        digest.update((range + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Moves the positions of all its shards. */
  PositionUpdate positions() {
    List<PositionUpdate> updates =
        parts.values().stream().map(part -> part.position(tail.shards())).toList();
    return handle -> updates.forEach(update -> update.apply(handle));
  }

  /** Forgets all changes and keeps the memory, unless it has become more than its share. */
  void clear() {
    parts.clear();
    buffer.clear();
    if (buffer.keepsTooMuchFor(tail.memory().sharedLimits())) {
      buffer = new BatchBuffer(tail.schema(), generation, 0);
    }
  }
}
