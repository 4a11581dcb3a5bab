package dev.nightjar.mirror.tailing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a page of a lineage can be trusted. DynamoDB may trim records that are older than 24
 * hours without a word, so that a page tells the whole truth only if it was answered within 23
 * hours of the lineage's page before, or of its shard's creation, or of the beginning of the
 * generation (whose export holds what was before). All times are AWS's.
 */
final class Soundness {
  static final Duration LONGEST = Duration.ofHours(23);

  private Instant last;

  /** Starts from the newest of the moments up to which nothing can be missing. */
  Soundness(
      Instant generationBegun, Optional<Instant> shardCreated, Optional<Instant> lineagesLastPage) {
    last = generationBegun;
    shardCreated.filter(created -> created.isAfter(last)).ifPresent(created -> last = created);
    lineagesLastPage.filter(page -> page.isAfter(last)).ifPresent(page -> last = page);
  }

  /** Whether a page answered then may be used; if so, it is the page before the next one. */
  boolean accept(Instant answeredAt) {
    if (answeredAt.isAfter(last.plus(LONGEST))) {
      return false;
    }
    if (answeredAt.isAfter(last)) {
      last = answeredAt;
    }
    return true;
  }

  /** AWS has just shown, by handing out a known change and all that followed, that none is lost. */
  void proven(Instant answeredAt) {
    if (answeredAt.isAfter(last)) {
      last = answeredAt;
    }
  }

  /** When the last page was answered. */
  Instant last() {
    return last;
  }
}
