package dev.nightjar.awslocal.stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A shard: the changes of the keys whose hashes lie in its range, while it is open. Not
 * thread-safe: its stream's lock guards it.
 */
final class Shard {

  private static final long FIRST_OFFSET = 1;

  private final String id;
  private final Optional<String> parent;
  private final Instant created;
  private final HashRange range;
  private final long sequence;
  private final RecordLog log = new RecordLog(FIRST_OFFSET);
  private long lastOffset = FIRST_OFFSET;
  private Optional<Instant> closed = Optional.empty();
  private Optional<Instant> vanished = Optional.empty();

  Shard(String id, Optional<String> parent, Instant created, HashRange range, long sequence) {
    this.id = id;
    this.parent = parent;
    this.created = created;
    this.range = range;
    this.sequence = sequence;
  }

  String id() {
    return id;
  }

  Optional<String> parent() {
    return parent;
  }

  Instant created() {
    return created;
  }

  HashRange range() {
    return range;
  }

  Optional<Instant> closed() {
    return closed;
  }

  boolean open() {
    return closed.isEmpty();
  }

  void append(Change change) {
    lastOffset = following(lastOffset);
    log.append(lastOffset, change);
  }

  /**
   * Closes the shard; its ending sequence number is above that of its last record, if it has one.
   */
  void close(Instant now) {
    if (!open()) {
      throw new IllegalStateException("shard " + id + " is closed already");
    }
    closed = Optional.of(now);
    if (lastOffset > FIRST_OFFSET) {
      lastOffset = following(lastOffset);
    }
  }

  void trimBefore(long micros) {
    log.trimBefore(micros);
  }

  void trim(long records) {
    log.trim(records);
  }

  /** Ends the shard: neither it nor its records are there any more. */
  void vanish(Instant now) {
    log.trim(Long.MAX_VALUE);
    vanished = Optional.of(now);
  }

  /** When it vanished; until then it can be read. */
  Optional<Instant> vanished() {
    return vanished;
  }

  /** What all of its sequence numbers begin with. */
  long sequence() {
    return sequence;
  }

  boolean isEmpty() {
    return log.isEmpty();
  }

  /** An offset behind which all that can be read now follows. */
  long trimHorizon() {
    return log.trimmedThrough();
  }

  /** The highest offset given out, the ending one of a closed shard included. */
  long lastOffset() {
    return lastOffset;
  }

  /** Nothing read, and not the end: the place stays the same. */
  ShardPage empty(long after) {
    return new ShardPage(id, List.of(), List.of(), after, false);
  }

  SequenceNumber sequenceNumber(long offset) {
    return new SequenceNumber(sequence, offset);
  }

  ShardInfo info() {
    return new ShardInfo(
        id,
        parent,
        created,
        sequenceNumber(FIRST_OFFSET).toString(),
        closed.map(_ -> sequenceNumber(lastOffset).toString()),
        log.size());
  }

  /**
   * The records behind an offset.
   *
   * @param limit how many at most
   * @param bytes how many bytes by their SizeBytes at most, but for the first one
   */
  ShardPage read(long after, int limit, int bytes, ViewType view) {
    List<Change> changes = new ArrayList<>();
    List<SequenceNumber> numbers = new ArrayList<>();
    int index = log.indexAfter(after);
    long size = 0;
    long position = after;
    while (index < log.end() && changes.size() < limit) {
      Change change = log.change(index);
      size += RecordWriter.sizeBytes(change, view);
      if (size > bytes && !changes.isEmpty()) {
        break;
      }
      position = log.offset(index++);
      changes.add(change);
      numbers.add(sequenceNumber(position));
    }
    boolean end = !open() && index == log.end();
    return new ShardPage(id, changes, numbers, position, end);
  }

  /** Records of a shard do not have neighbouring numbers, as in AWS. */
  private static long following(long offset) {
    return offset + 1 + (offset * 0x9E3779B97F4A7C15L >>> 60);
  }
}
