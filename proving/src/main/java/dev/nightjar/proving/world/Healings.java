package dev.nightjar.proving.world;

import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the mirror said of its gaps, its generations and of how far it had come, over time. */
final class Healings {
  /** Nothing of the stream is lost where these make a new generation necessary. */
  private static final Set<String> LOSE_NOTHING =
      Set.of(
          FailureReason.RESYNC.code(),
          FailureReason.EXPORT_FAILED.code(),
          FailureReason.EXPORT_CORRUPT.code(),
          FailureReason.EXPORT_UNANSWERED.code());

  /** A status is put together from several answers: it may be of two moments. */
  private static final Duration AT_ONCE = Duration.ofMinutes(1);

  private final List<Begun> begun = new ArrayList<>();
  private final Map<Long, String> exports = new HashMap<>();
  private Optional<String> firstStream = Optional.empty();
  private Optional<Instant> liveWithGapSince = Optional.empty();
  private Instant claimed = Instant.MIN;
  private long gaps;
  private int ledgersLost;

  /**
   * A generation after the first.
   *
   * @param cause the gap that it heals
   * @param seenAt when it was first seen, which is after it began
   * @param claimedBefore up to when everything was said to be there, before
   */
  private record Begun(String cause, Instant seenAt, Instant claimedBefore) {}

  private long generation;

  /**
   * Takes in what it says.
   *
   * @param claim up to when it says that everything is there, by the world's clock
   * @return the cause of a gap that has not been seen before
   */
  Optional<String> saw(MirrorStatus status, Optional<Instant> claim, Instant now) {
    requireGapToBeSaid(status, now);
    if (status.generation() > 0 && firstStream.isEmpty()) {
      firstStream = status.stream().arn();
    }
    if (status.generation() > generation) {
      if (generation > 0 || status.healing().gapsFound() > 0) {
        begun.add(new Begun(status.healing().cause().orElse("no cause"), now, claimed));
      }
      generation = status.generation();
    }
    status.export().arn().ifPresent(arn -> exports.put(status.generation(), arn));
    claim.filter(at -> at.isAfter(claimed)).ifPresent(at -> claimed = at);
    boolean fresh = status.healing().gapsFound() > gaps;
    gaps = status.healing().gapsFound();
    return fresh ? status.healing().cause() : Optional.empty();
  }

  private void requireGapToBeSaid(MirrorStatus status, Instant now) {
    boolean open = status.healing().open();
    if (open && status.caughtUpAt().isPresent()) {
      throw new Violation(
          "a gap is open, and the mirror says that it has everything up to "
              + status.caughtUpAt().get());
    }
    if (!open || status.state() != MirrorState.LIVE) {
      liveWithGapSince = Optional.empty();
    } else if (liveWithGapSince.isEmpty()) {
      liveWithGapSince = Optional.of(now);
    } else if (liveWithGapSince.get().plus(AT_ONCE).isBefore(now)) {
      throw new Violation(
          "a gap is open since " + liveWithGapSince.get() + ", and the mirror LIVE");
    }
  }

  /** The stream that the first generation follows. */
  Optional<String> firstStream() {
    return firstStream;
  }

  /** How often another generation began. */
  int count() {
    return begun.size();
  }

  /** The mirror has forgotten what it knew. */
  void ledgerLost() {
    ledgersLost++;
  }

  /**
   * How often the mirror may have read the stream from its beginning after the first time. What it
   * has forgotten can be a generation of which no row is in the table: then the next one has the
   * same number, so that generations are not enough to count.
   */
  int timesBegunAnew() {
    long others =
        begun.stream()
            .filter(one -> !one.cause().equals(FailureReason.GAP_STATE_RESTORED.code()))
            .count();
    return ledgersLost + (int) others;
  }

  /** The ARN of each generation's export, as far as the mirror said it. */
  Map<Long, String> exported() {
    return Map.copyOf(exports);
  }

  /** The export of a generation. */
  Optional<String> export(long number) {
    return Optional.ofNullable(exports.get(number));
  }

  /**
   * Whether a change of that moment may be in no row: it was written before a generation began that
   * heals a gap, and nobody had said that it was there.
   *
   * @param disturbed whether any generation may heal a loss, for the stream was not read for long
   * @param tailLost whether ClickHouse has lost rows that were there
   * @param hidden whether AWS said that the change was not there
   */
  boolean mayHaveLost(Instant written, boolean disturbed, boolean tailLost, boolean hidden) {
    return begun.stream()
        .filter(healing -> disturbed || tailLost || !LOSE_NOTHING.contains(healing.cause()))
        .anyMatch(healing ->
            !written.isAfter(healing.seenAt())
                && (tailLost || hidden || written.isAfter(healing.claimedBefore())));
  }
}
