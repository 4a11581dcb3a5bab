package dev.nightjar.proving.world.aws;

import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.stream.Shard;
import dev.nightjar.dynamodb.stream.ShardId;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A shard with all that was ever written to it; what is trimmed is known by its age. */
public final class ShardModel {
  private static final Duration KEPT = Duration.ofHours(24);

  /**
   * So many empty pages in a row, and for so long, hide no record: docs/guarantees.md assumes it.
   */
  private static final int MOST_EMPTY_PAGES = 30;

  private static final Duration EMPTY_FOR = Duration.ofMinutes(10);

  private final ShardId id;
  private final Optional<ShardModel> parent;
  private final Instant createdAt;
  private final BigInteger start;
  private final int fromSlot;
  private final int toSlot;
  private final Duration slack;
  private final List<StreamRecord> records = new ArrayList<>();
  private Optional<Instant> closedAt = Optional.empty();
  private Optional<BigInteger> end = Optional.empty();
  private final List<Hidden> hidden = new ArrayList<>();
  private BigInteger sequence;
  private Optional<Instant> leftOutAt = Optional.empty();
  private boolean known;

  /** An empty page that was answered although there were records from one place up to another. */
  private record Hidden(int from, int to, Instant at) {}

  /**
   * An open shard.
   *
   * @param fromSlot the first of the slots of keys that go to it
   * @param toSlot the slot after the last
   * @param slack how much longer than 24 hours its records are kept
   */
  ShardModel(
      ShardId id,
      Optional<ShardModel> parent,
      Instant createdAt,
      BigInteger start,
      int fromSlot,
      int toSlot,
      Duration slack) {
    this.id = id;
    this.parent = parent;
    this.createdAt = createdAt;
    this.start = start;
    this.sequence = start;
    this.fromSlot = fromSlot;
    this.toSlot = toSlot;
    this.slack = slack;
  }

  /** Its id. */
  public ShardId id() {
    return id;
  }

  /** The shard that it continues. */
  public Optional<ShardModel> parent() {
    return parent;
  }

  /** All records, in order. */
  public List<StreamRecord> records() {
    return records;
  }

  void hid(int from, Instant at) {
    hidden.add(new Hidden(from, records.size(), at));
  }

  /**
   * Whether it can answer one more empty page although there are records from a place on. Readers
   * know the second of an answer alone.
   */
  boolean canHide(int from, Instant at) {
    List<Instant> before =
        hidden.stream()
            .filter(page -> page.from() == from)
            .map(page -> page.at().truncatedTo(ChronoUnit.SECONDS))
            .toList();
    return before.size() + 1 < MOST_EMPTY_PAGES
        || at.truncatedTo(ChronoUnit.SECONDS).isBefore(before.getFirst().plus(EMPTY_FOR));
  }

  BigInteger nextSequence(long step) {
    sequence = sequence.add(BigInteger.valueOf(step));
    return sequence;
  }

  /** Its reader knows it from now on. */
  void asked() {
    known = true;
  }

  /** Its reader no longer knows it. */
  void forgotten() {
    known = false;
  }

  /** Whether it continues another one. */
  boolean isChild() {
    return parent.isPresent();
  }

  /** A listing does not name it: that hides nothing from a reader that knows it. */
  void leftOut(Instant at) {
    if (!known) {
      leftOutAt = Optional.of(at);
    }
  }

  /**
   * Whether a listing, at that moment or later, hid it from a reader that did not know it, or hid
   * one that it continues.
   */
  public boolean leftOutSince(Instant moment) {
    return leftOutAt.filter(at -> !at.isBefore(moment)).isPresent()
        || parent.map(of -> of.leftOutSince(moment)).orElse(false);
  }

  /** Whether it, or one that it continues, hid records at that moment or later. */
  boolean hidAnySince(Instant moment) {
    return hidden.stream().anyMatch(page -> !page.at().isBefore(moment))
        || parent.map(of -> of.hidAnySince(moment)).orElse(false);
  }

  /** Whether a reader who asked at that moment or later was told that a record is not there. */
  public boolean hidSince(int place, Instant moment) {
    return hidden.stream()
            .anyMatch(
                page -> page.from() <= place && place < page.to() && !page.at().isBefore(moment))
        || parent.map(of -> of.hidAnySince(moment)).orElse(false);
  }

  int fromSlot() {
    return fromSlot;
  }

  int toSlot() {
    return toSlot;
  }

  boolean holds(int slot) {
    return slot >= fromSlot && slot < toSlot;
  }

  boolean open() {
    return closedAt.isEmpty();
  }

  /** When it was closed; empty if it is open. */
  Optional<Instant> closedAt() {
    return closedAt;
  }

  boolean existedAt(Instant moment) {
    return !createdAt.isAfter(moment) && !goneAt(moment);
  }

  boolean createdBy(Instant moment) {
    return !createdAt.isAfter(moment);
  }

  /** A closed shard goes when its last record may. */
  boolean goneAt(Instant moment) {
    return closedAt.map(closed -> closed.plus(KEPT).plus(slack).isBefore(moment)).orElse(false);
  }

  void close(Instant at, BigInteger last) {
    closedAt = Optional.of(at);
    end = Optional.of(last);
  }

  /** How many of its records, from the oldest on, are no longer there. */
  int trimmed(Instant now) {
    Instant oldest = now.minus(KEPT).minus(slack);
    int count = 0;
    while (count < records.size() && records.get(count).writtenAt().isBefore(oldest)) {
      count++;
    }
    return count;
  }

  /** The place of the first record after a number. */
  int placeAfter(BigInteger sequence) {
    int place = 0;
    while (place < records.size() && records.get(place).sequence().compareTo(sequence) <= 0) {
      place++;
    }
    return place;
  }

  /** As a listing of that moment names it. */
  Shard listed(Instant asOf) {
    return new Shard(
        id,
        parent.map(ShardModel::id),
        Optional.of(number(start)),
        closedAt.filter(closed -> !closed.isAfter(asOf)).flatMap(_ -> end).map(ShardModel::number));
  }

  private static SequenceNumber number(BigInteger digits) {
    return SequenceNumber.parse(digits.toString());
  }

  @Override
  public String toString() {
    return id + parent.map(of -> " of " + of.id()).orElse("") + ", " + records.size() + " records";
  }
}
