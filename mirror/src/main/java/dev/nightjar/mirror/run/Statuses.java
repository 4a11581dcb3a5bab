package dev.nightjar.mirror.run;

import dev.nightjar.mirror.backfill.LoadProgress;
import dev.nightjar.mirror.state.Gap;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.ExportProgress;
import dev.nightjar.mirror.status.HealingStatus;
import dev.nightjar.mirror.status.InsertProgress;
import dev.nightjar.mirror.status.LastVerification;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.mirror.status.Notice;
import dev.nightjar.mirror.tailing.ShardWatches;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Puts a mirror's status together. */
final class Statuses {
  private static final Duration LONG_EXPORT = Duration.ofHours(6);

  private Statuses() {}

  static MirrorStatus of(
      StoredMirror mirror,
      Optional<Generation> generation,
      Optional<Instant> waitsUntil,
      LoadProgress progress,
      ShardWatches watches,
      InsertProgress inserts,
      List<Gap> gaps,
      MirrorHealth health,
      Optional<LastVerification> lastVerification) {
    Optional<MirrorHealth.Trouble> trouble = mirror.runs() ? health.trouble() : Optional.empty();
    Optional<MirrorHealth.Remark> remark =
        mirror.runs()
            ? health.remark().or(health::notice).or(() -> longExport(generation, health.now()))
            : Optional.empty();
    HealingStatus healing = healing(gaps);
    // What no shard tells any more may be in an export that is not in yet.
    boolean complete = !healing.open() && generation.flatMap(Generation::loadedAt).isPresent();
    return new MirrorStatus(
        mirror.id(),
        mirror.datasource(),
        mirror.workspace(),
        mirror.tableArn(),
        mirror.state(),
        mirror.since(),
        mirror
            .reason()
            .or(() -> trouble.map(MirrorHealth.Trouble::code))
            .or(() -> remark.map(MirrorHealth.Remark::code)),
        mirror
            .message()
            .or(() -> trouble.map(MirrorHealth.Trouble::message))
            .or(() -> remark.map(MirrorHealth.Remark::message)),
        generation.map(Generation::number).orElse(0L),
        complete ? watches.caughtUpAt() : Optional.empty(),
        generation.filter(Generation::dropsBeforeBoundary).flatMap(Generation::boundary),
        export(generation, waitsUntil, progress),
        healing.open()
            ? watches.progress(generation.map(Generation::streamArn)).withoutLag()
            : watches.progress(generation.map(Generation::streamArn)),
        inserts,
        healing,
        progress.quarantined() + watches.quarantined(),
        lastVerification,
        health.counts());
  }

  private static HealingStatus healing(List<Gap> gaps) {
    if (gaps.isEmpty()) {
      return HealingStatus.NONE;
    }
    Gap last = gaps.getLast();
    return new HealingStatus(
        gaps.size(),
        gaps.stream().filter(gap -> gap.healedAt().isPresent()).count(),
        Optional.of(last.cause()),
        Optional.of(last.foundAt()),
        last.healedAt(),
        gaps.stream().mapToLong(Gap::abandoned).sum());
  }

  /** AWS promises no duration, so the mirror waits; a person may want to know that it does. */
  private static Optional<MirrorHealth.Remark> longExport(
      Optional<Generation> generation, Instant now) {
    return generation
        .filter(current -> current.exportStatus().equals(Optional.of("IN_PROGRESS")))
        .filter(current ->
            current.exportTime().map(begun -> begun.plus(LONG_EXPORT).isBefore(now)).orElse(false))
        .map(current ->
            new MirrorHealth.Remark(
                Notice.EXPORT_IN_PROGRESS.code(),
                "AWS has been working on the export "
                    + current.exportArn().orElse("")
                    + " since "
                    + current.exportTime().orElseThrow()
                    + ". The mirror waits for it and reads the stream meanwhile, so nothing is lost."
                    + " If AWS never ends it, drop the data source and deploy it again."));
  }

  private static ExportProgress export(
      Optional<Generation> generation, Optional<Instant> waitsUntil, LoadProgress progress) {
    return new ExportProgress(
        generation.flatMap(Generation::exportArn),
        generation.flatMap(Generation::exportStatus),
        generation.flatMap(Generation::exportTime),
        waitsUntil,
        generation.flatMap(Generation::files).orElse(0L),
        progress.files(),
        generation.flatMap(Generation::items).orElse(0L),
        progress.items(),
        progress.bytes(),
        generation.flatMap(Generation::loadingSince),
        generation.flatMap(Generation::loadedAt));
  }
}
