package dev.nightjar.mirror.tailing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a page of a lineage can be trusted. DynamoDB may trim records that are older than 24
 * hours without a word, so that a page tells the whole truth only if it was answered within 23
 * hours of the moment up to which the lineage is read: the beginning of the generation (whose
 * export holds what was before), its shard's creation, the time of the newest record that was read,
 * or the answer of a page that was empty. When the page before was answered does not count: of a
 * reader that lags, the next record may be trimmed however soon it asks again. All times are AWS's.
 *
 * <p>An open shard may answer empty pages with older records further on
 * (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html): the
 * next record tells whether an empty page was one of those.
 */
final class Soundness {
  static final Duration LONGEST = Duration.ofHours(23);

  /** How long a record may be on its way to its stream, behind pages that are empty. */
  static final Duration ON_ITS_WAY = Duration.ofHours(1);

  private Instant read;
  private Optional<Instant> empty = Optional.empty();

  /**
   * Starts from the newest of the moments before which nothing can be missing.
   *
   * @param lineagesUntil up to when the shard, or the one before it, was read
   */
  Soundness(
      Instant generationBegun, Optional<Instant> shardCreated, Optional<Instant> lineagesUntil) {
    read = generationBegun;
    shardCreated.ifPresent(this::readUntil);
    lineagesUntil.ifPresent(this::readUntil);
  }

  /**
   * A page with records that were not read before.
   *
   * @param first the time of the first of them, not after the answer's
   * @param last the time of the last one, not after the answer's
   * @return whether it may be used: nothing before it can be missing
   */
  boolean records(Instant answeredAt, Instant first, Instant last) {
    empty = empty.filter(tip -> !first.isBefore(tip.minus(ON_ITS_WAY)));
    if (!answered(answeredAt)) {
      return false;
    }
    empty.ifPresent(this::readUntil);
    empty = Optional.empty();
    readUntil(last);
    return true;
  }

  /** A page without records, and more may come; whether it may be used. */
  boolean nothingYet(Instant answeredAt) {
    if (!answered(answeredAt)) {
      return false;
    }
    empty = Optional.of(answeredAt);
    return true;
  }

  /**
   * A page that tells nothing of what is read: the last one of a shard, which nobody can date,
   * without records, or one with known records only; whether it may be used.
   */
  boolean answered(Instant answeredAt) {
    return !answeredAt.isAfter(until().plus(LONGEST));
  }

  /** Everything that was written to the shard before this moment has been read. */
  void readUntil(Instant moment) {
    read = moment.isAfter(read) ? moment : read;
  }

  /** Nothing that was written to the lineage before this moment can be missing. */
  Instant until() {
    return empty.filter(tip -> tip.isAfter(read)).orElse(read);
  }
}
