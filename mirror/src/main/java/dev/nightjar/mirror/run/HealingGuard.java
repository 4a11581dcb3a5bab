package dev.nightjar.mirror.run;

import dev.nightjar.mirror.state.Gap;
import dev.nightjar.mirror.status.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps a mirror from paying for export after export: what has happened a second time within a day
 * will happen a third time.
 */
final class HealingGuard {
  static final Duration WITHIN = Duration.ofHours(24);

  /** What AWS asks for a full export: https://aws.amazon.com/dynamodb/pricing/on-demand/. */
  private static final double DOLLARS_A_GIGABYTE = 0.10;

  private static final double GIGABYTE = 1L << 30;

  /** Those whose export AWS never acknowledged have cost nothing. */
  private static final Set<String> FREE = Set.of(FailureReason.EXPORT_UNANSWERED.code());

  private HealingGuard() {}

  /**
   * Why a gap is not healed without a person's word; empty if it is.
   *
   * @param gap the gap that waits
   * @param gaps all gaps of the mirror
   * @param now AWS's time
   * @param tableBytes AWS's count of the table's bytes
   */
  static Optional<String> objection(
      Gap gap, List<Gap> gaps, Instant now, long tableBytes, String datasource) {
    if (gap.byPerson() || FREE.contains(gap.cause())) {
      return Optional.empty();
    }
    return gaps.stream()
        .filter(earlier -> earlier.number() != gap.number())
        .filter(earlier -> earlier.cause().equals(gap.cause()))
        .flatMap(earlier -> earlier.begunAt().stream())
        .filter(begun -> begun.plus(WITHIN).isAfter(now))
        .max(Comparator.naturalOrder())
        .map(begun ->
            gap.message()
                + " The same ("
                + gap.cause()
                + ") was healed by another export that began at "
                + begun
                + ", less than 24 hours ago. Another one costs about "
                + cost(tableBytes)
                + " ("
                + tableBytes
                + " bytes at $0.10 a GB). Look for the cause; `nightjar resync "
                + datasource
                + "` exports the table all the same.");
  }

  private static String cost(long bytes) {
    double dollars = Math.max(0.01, bytes / GIGABYTE * DOLLARS_A_GIGABYTE);
    return String.format(Locale.ROOT, "$%.2f", dollars);
  }
}
