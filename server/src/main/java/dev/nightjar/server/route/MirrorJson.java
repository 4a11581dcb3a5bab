package dev.nightjar.server.route;

import dev.nightjar.mirror.status.AlarmLevel;
import dev.nightjar.mirror.status.ExportProgress;
import dev.nightjar.mirror.status.HealingStatus;
import dev.nightjar.mirror.status.InsertProgress;
import dev.nightjar.mirror.status.LastVerification;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.mirror.status.ShardProgress;
import dev.nightjar.mirror.status.StreamProgress;
import dev.nightjar.mirror.status.TrimHorizon;
import dev.nightjar.server.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A mirror's status as JSON. Fields may be added; none is taken away or changes its meaning. */
final class MirrorJson {
  /** Open shards that an answer has unless it is asked for all. */
  static final int MOST_SHARDS = 20;

  private final long mostShards;

  private MirrorJson(long mostShards) {
    this.mostShards = mostShards;
  }

  /** With the open shards that are worst. */
  static MirrorJson withWorstShards() {
    return new MirrorJson(MOST_SHARDS);
  }

  /** With every open shard. */
  static MirrorJson withAllShards() {
    return new MirrorJson(Long.MAX_VALUE);
  }

  Map<String, Object> of(MirrorStatus status) {
    return Json.object(
        "datasource", status.datasource(),
        "workspace", status.workspace(),
        "table_arn", status.tableArn(),
        "state", status.state().code(),
        "since", status.since().toString(),
        "reason", status.reason().orElse(null),
        "message", status.message().orElse(null),
        "alarm",
            status.stream().horizon().map(TrimHorizon::alarm).map(AlarmLevel::code).orElse(null),
        "generation", status.generation(),
        "caught_up_at", text(status.caughtUpAt()),
        "boundary", text(status.boundary()),
        "export", of(status.export()),
        "stream", of(status.stream()),
        "inserts", of(status.inserts()),
        "healing", of(status.healing()),
        "quarantined_rows", status.quarantinedRows(),
        "last_verification", status.lastVerification().map(MirrorJson::of).orElse(null),
        "retries", status.retries());
  }

  private static Map<String, Object> of(ExportProgress export) {
    return Json.object(
        "arn", export.arn().orElse(null),
        "status", export.status().orElse(null),
        "export_time", text(export.exportTime()),
        "waits_until", text(export.waitsUntil()),
        "files", export.files(),
        "files_loaded", export.filesLoaded(),
        "items", export.items(),
        "items_loaded", export.itemsLoaded(),
        "bytes_loaded", export.bytesLoaded(),
        "started_loading_at", text(export.startedLoadingAt()),
        "finished_loading_at", text(export.finishedLoadingAt()));
  }

  private Map<String, Object> of(StreamProgress stream) {
    long shown = Math.min(mostShards, stream.shards().size());
    return Json.object(
        "arn", stream.arn().orElse(null),
        "shards_open", stream.shardsOpen(),
        "shards_unread", stream.shardsUnread(),
        "shards_finished", stream.shardsFinished(),
        "changes_inserted", stream.changesInserted(),
        "changes_before_boundary", stream.changesBeforeBoundary(),
        "listed_at", text(stream.listedAt()),
        "last_poll_at", text(stream.lastPollAt()),
        "last_record_at", text(stream.lastRecordAt()),
        "lag_ms", stream.lagMs().orElse(null),
        "trim_horizon", stream.horizon().map(MirrorJson::of).orElse(null),
        "shards", stream.shards().stream().limit(shown).map(MirrorJson::of).toList(),
        "shards_not_shown", stream.shards().size() - shown);
  }

  private static Map<String, Object> of(TrimHorizon horizon) {
    return Json.object(
        "checkpoint_at", horizon.checkpointAt().toString(),
        "left_seconds", horizon.left().toSeconds(),
        "alarm", horizon.alarm().code());
  }

  private static Map<String, Object> of(ShardProgress shard) {
    return Json.object(
        "shard", shard.shard(),
        "last_poll_at", text(shard.lastPollAt()),
        "last_record_at", text(shard.lastRecordAt()),
        "changes_inserted", shard.changesInserted(),
        "trim_horizon", shard.horizon().map(MirrorJson::of).orElse(null));
  }

  private static Map<String, Object> of(InsertProgress inserts) {
    return Json.object(
        "batches_in_flight", inserts.batchesInFlight(),
        "inserts", inserts.inserts(),
        "rows", inserts.rows(),
        "bytes", inserts.bytes(),
        "half_within_ms", inserts.within(0.5).map(Duration::toMillis).orElse(null),
        "most_within_ms", inserts.within(0.99).map(Duration::toMillis).orElse(null));
  }

  private static Map<String, Object> of(HealingStatus healing) {
    return Json.object(
        "gaps_found", healing.gapsFound(),
        "gaps_healed", healing.gapsHealed(),
        "cause", healing.cause().orElse(null),
        "found_at", text(healing.foundAt()),
        "healed_at", text(healing.healedAt()),
        "abandoned_batches", healing.abandonedBatches());
  }

  private static Map<String, Object> of(LastVerification last) {
    return Json.object(
        "started_at", last.startedAt().toString(),
        "finished_at", last.finishedAt().toString(),
        "whole", last.whole(),
        "segments", last.segments(),
        "segments_scanned", last.segmentsScanned(),
        "items", last.items(),
        "rows", last.rows(),
        "differences", last.differences(),
        "unsettled", last.unsettled(),
        "misfits", last.misfits(),
        "withheld", last.withheld(),
        "unreadable", last.unreadable());
  }

  private static String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse(null);
  }
}
