package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.stream.RecordPage;
import java.time.Instant;
import java.util.Optional;

/**
 * Changes of a page that follow each other and are to go in.
 *
 * @param page where they are
 * @param from the place of the first
 * @param to the place behind the last
 * @param generation which their rows carry
 * @param pastBoundary whether their lineage is past its boundary with them
 * @param readUntil up to when their shard is read with them, by AWS's clock
 */
record ShardChanges(
    RecordPage page, int from, int to, long generation, boolean pastBoundary, Instant readUntil) {

  /** Those before a place. */
  ShardChanges upTo(int end) {
    return end == to
        ? this
        : new ShardChanges(
            page, from, end, generation, pastBoundary, RecordTimes.of(page, end - 1));
  }

  int count() {
    return to - from;
  }

  SequenceNumber first() {
    return page.change(from).sequenceNumber();
  }

  SequenceNumber last() {
    return page.change(to - 1).sequenceNumber();
  }

  /** The time of the last of them, as far as it can be believed. */
  Instant lastAt() {
    return RecordTimes.of(page, to - 1);
  }

  /** {@code ApproximateCreationDateTime} of the last of them. */
  Optional<Instant> createdAt() {
    long millis = page.change(to - 1).approximateCreationTime();
    return millis == Change.NO_TIME ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
