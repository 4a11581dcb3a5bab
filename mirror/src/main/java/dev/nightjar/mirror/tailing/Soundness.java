package dev.nightjar.mirror.tailing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a page of a lineage can be trusted. DynamoDB may trim records that are older than 24
 * hours without a word, so that a page tells the whole truth only if it was answered within 23
 * hours of the moment up to which the lineage is read: the beginning of the generation (whose
 * export holds what was before), its shard's creation, or the time of the newest record that was
 * read. When the page before was answered does not count: of a reader that lags, the next record
 * may be trimmed however soon it asks again. All times are AWS's.
 *
 * <p>An open shard may answer empty pages with older records further on
 * (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html), so
 * one empty page proves nothing. Many of them, one after the other and for a while, prove that
 * nothing was there before the first of them: each moved the iterator on, and each was answered
 * before any record that it could have hidden was trimmed.
 */
final class Soundness {
  static final Duration LONGEST = Duration.ofHours(23);

  /** So many empty pages in a row, and for so long, are no accident. */
  static final int EMPTY_PAGES = 30;

  static final Duration EMPTY_FOR = Duration.ofMinutes(10);

  private Instant read;
  private Optional<Instant> emptySince = Optional.empty();
  private int emptyPages;

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
   * @param last the time of the last of them, not after the answer's
   * @return whether it may be used: nothing before it can be missing
   */
  boolean records(Instant answeredAt, Instant last) {
    if (!answered(answeredAt)) {
      return false;
    }
    readUntil(last);
    return true;
  }

  /** A page without records, and more may come; whether it may be used. */
  boolean nothingYet(Instant answeredAt) {
    if (!isInTime(answeredAt)) {
      return false;
    }
    if (emptySince.isEmpty()) {
      beginEmpty(answeredAt);
      return true;
    }
    emptyPages++;
    Instant since = emptySince.get();
    if (emptyPages >= EMPTY_PAGES && !answeredAt.isBefore(since.plus(EMPTY_FOR))) {
      readUntil(since);
      beginEmpty(answeredAt);
    }
    return true;
  }

  private void beginEmpty(Instant answeredAt) {
    emptySince = Optional.of(answeredAt);
    emptyPages = 1;
  }

  /**
   * A page that tells nothing of what is read: the last one of a shard, which nobody can date,
   * without records, or one with known records only; whether it may be used.
   */
  boolean answered(Instant answeredAt) {
    emptySince = Optional.empty();
    return isInTime(answeredAt);
  }

  private boolean isInTime(Instant answeredAt) {
    return !answeredAt.isAfter(read.plus(LONGEST));
  }

  /** Everything that was written to the shard before this moment has been read. */
  void readUntil(Instant moment) {
    read = moment.isAfter(read) ? moment : read;
  }

  /** Nothing that was written to the lineage before this moment can be missing. */
  Instant until() {
    return read;
  }
}
