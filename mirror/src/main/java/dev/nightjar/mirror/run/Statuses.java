package dev.nightjar.mirror.run;

import dev.nightjar.mirror.backfill.LoadProgress;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.ExportProgress;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.mirror.tailing.ShardWatches;
import java.time.Instant;
import java.util.Optional;

/** Puts a mirror's status together. */
final class Statuses {
  private Statuses() {}

  static MirrorStatus of(
      StoredMirror mirror,
      Optional<Generation> generation,
      Optional<Instant> waitsUntil,
      LoadProgress progress,
      ShardWatches watches,
      MirrorHealth health) {
    Optional<MirrorHealth.Trouble> trouble = mirror.runs() ? health.trouble() : Optional.empty();
    Optional<MirrorHealth.Remark> remark = mirror.runs() ? health.remark() : Optional.empty();
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
        watches.caughtUpAt(),
        generation.filter(Generation::dropsBeforeBoundary).flatMap(Generation::boundary),
        export(generation, waitsUntil, progress),
        watches.progress(generation.map(Generation::streamArn)),
        progress.quarantined() + watches.quarantined(),
        health.counts());
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
