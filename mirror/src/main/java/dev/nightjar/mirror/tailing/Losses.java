package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.failure.TrimmedDataException;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.StoredShard;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What it means that AWS does not have a shard's position, or the shard. */
final class Losses {
  private Losses() {}

  /** What to do. */
  enum Verdict {
    /** All that is left of the shard is of this generation: it is read. */
    READ_FROM_HORIZON,
    /** What the shard held is in the generation's export. */
    GONE,
    /** Changes between the position and the oldest that AWS has are lost. */
    TRIMMED,
    /** The shard's changes are lost. */
    VANISHED
  }

  private static final Duration RETENTION = Duration.ofHours(24);

  /**
   * Judges. A position that has come of age is trimmed without a loss where the shard was read, and
   * was empty, until lately: as one without changes is. A shard that the generation has read
   * nothing of, and that is older, has lost what was before the generation, as long as AWS keeps
   * what came after: 24 hours. That is in the export.
   *
   * @param shard as it is stored
   * @param now AWS's time
   * @param cause what AWS said
   */
  static Verdict of(
      StoredShard shard, Generation generation, Instant now, ShardLostException cause) {
    boolean trimmed = cause.getCause() instanceof TrimmedDataException;
    if (trimmed && cameOfAge(shard, now)) {
      return Verdict.READ_FROM_HORIZON;
    }
    Instant begun = generation.begunAt();
    // AWS's times are whole seconds: what was read, or created, in the second of the beginning was
    // so
    // before.
    boolean unread = shard.readUntil().map(until -> !until.isAfter(begun)).orElse(true);
    boolean older =
        shard
            .state()
            .id()
            .creationTime()
            .map(created -> !created.truncatedTo(ChronoUnit.SECONDS).isAfter(begun))
            .orElse(true);
    boolean keptSince = !now.isAfter(begun.plus(Soundness.LONGEST));
    if (!unread || !older || !keptSince) {
      return trimmed ? Verdict.TRIMMED : Verdict.VANISHED;
    }
    if (trimmed) {
      return Verdict.READ_FROM_HORIZON;
    }
    // At the very start of a mirror a listing named it as open a moment ago: something is wrong.
    boolean mayBeGone = generation.number() > 1 || shard.state().closed();
    return mayBeGone ? Verdict.GONE : Verdict.VANISHED;
  }

  private static boolean cameOfAge(StoredShard shard, Instant now) {
    boolean old = shard.positionAt().map(at -> !now.isBefore(at.plus(RETENTION))).orElse(false);
    boolean readOfLate =
        shard.readUntil().map(until -> !now.isAfter(until.plus(Soundness.LONGEST))).orElse(false);
    return old && readOfLate;
  }
}
