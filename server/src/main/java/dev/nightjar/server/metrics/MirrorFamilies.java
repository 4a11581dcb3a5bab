package dev.nightjar.server.metrics;

import static dev.nightjar.server.metrics.MirrorFamily.counter;
import static dev.nightjar.server.metrics.MirrorFamily.gauge;

import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.mirror.status.ShardProgress;
import dev.nightjar.mirror.status.StreamProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The metrics of a mirror but for its histogram; {@code docs/metrics.md} says what they mean. */
final class MirrorFamilies {
  /** A table may have thousands of open shards; beyond these, only what is worst is told. */
  static final int MOST_SHARDS = 100;

  private MirrorFamilies() {}

  /** All of them. */
  static List<MirrorFamily> all() {
    return Stream.of(state(), backfill(), stream(), shards(), inserts(), trouble())
        .flatMap(List::stream)
        .toList();
  }

  private static List<MirrorFamily> state() {
    return List.of(
        gauge(
            "nightjar_mirror_state",
            "state",
            "1 for the state that the mirror is in, 0 for the others",
            (status, _, points) -> {
              for (MirrorState state : MirrorState.values()) {
                points.add(status.state() == state ? 1 : 0, state.code());
              }
            }),
        gauge(
            "nightjar_mirror_live",
            "1 while the mirror is LIVE",
            (status, _, points) -> points.add(status.state() == MirrorState.LIVE ? 1 : 0)),
        gauge(
            "nightjar_mirror_state_age_seconds",
            "how long the mirror has been in its state",
            (status, now, points) -> points.add(seconds(status.since(), now))),
        gauge(
            "nightjar_mirror_reason",
            "reason",
            "1 for the reason code that the status shows",
            (status, _, points) -> status.reason().ifPresent(code -> points.add(1, code))),
        gauge(
            "nightjar_mirror_generation",
            "the generation of the mirror's rows, counted from 1",
            (status, _, points) -> points.add(status.generation())),
        gauge(
            "nightjar_mirror_lag_seconds",
            "how far what can be queried is behind now; absent until every shard was read once",
            (status, _, points) ->
                status.stream().lagMs().ifPresent(lag -> points.add(lag / 1000.0))));
  }

  private static List<MirrorFamily> backfill() {
    return List.of(
        gauge(
            "nightjar_mirror_export_items",
            "items of the export; 0 until its manifest has been read",
            (status, _, points) -> points.add(status.export().items())),
        gauge(
            "nightjar_mirror_export_items_loaded",
            "items of the export that are loaded",
            (status, _, points) -> points.add(status.export().itemsLoaded())),
        gauge(
            "nightjar_mirror_export_files",
            "data files of the export; 0 until its manifest has been read",
            (status, _, points) -> points.add(status.export().files())),
        gauge(
            "nightjar_mirror_export_files_loaded",
            "data files of the export that are loaded",
            (status, _, points) -> points.add(status.export().filesLoaded())),
        gauge(
            "nightjar_mirror_export_loaded_bytes",
            "bytes of the rows that the export has come to so far",
            (status, _, points) -> points.add(status.export().bytesLoaded())));
  }

  private static List<MirrorFamily> stream() {
    return List.of(
        counter(
            "nightjar_mirror_stream_changes",
            "changes of the stream whose batch is in, those in quarantine included",
            (status, _, points) -> points.add(status.stream().changesInserted())),
        counter(
            "nightjar_mirror_stream_changes_before_boundary",
            "changes of the stream that the export has for certain, and that were dropped",
            (status, _, points) -> points.add(status.stream().changesBeforeBoundary())),
        gauge(
            "nightjar_mirror_shards",
            "progress",
            "shards of the stream: open are being read, unread wait for their parents",
            (status, _, points) -> {
              points.add(status.stream().shardsOpen(), "open");
              points.add(status.stream().shardsUnread(), "unread");
              points.add(status.stream().shardsFinished(), "finished");
            }),
        gauge(
            "nightjar_mirror_listing_age_seconds",
            "since the stream's shards were last listed",
            (status, now, points) ->
                status.stream().listedAt().ifPresent(at -> points.add(seconds(at, now)))),
        gauge(
            "nightjar_mirror_last_poll_age_seconds",
            "since any shard was last asked with success",
            (status, now, points) ->
                status.stream().lastPollAt().ifPresent(at -> points.add(seconds(at, now)))),
        gauge(
            "nightjar_mirror_oldest_poll_age_seconds",
            "since the open shard was last asked with success that was asked longest ago",
            (status, now, points) ->
                oldest(status.stream(), ShardProgress::lastPollAt)
                    .ifPresent(at -> points.add(seconds(at, now)))),
        gauge(
            "nightjar_mirror_last_record_age_seconds",
            "age of the newest change that was read",
            (status, now, points) ->
                status.stream().lastRecordAt().ifPresent(at -> points.add(seconds(at, now)))),
        gauge(
            "nightjar_mirror_trim_distance_seconds",
            "until DynamoDB may drop changes that were not read, for the shard that is worst",
            (status, _, points) ->
                status.stream()
                    .horizon()
                    .ifPresent(horizon -> points.add(horizon.left().toSeconds()))),
        gauge(
            "nightjar_mirror_trim_alarm",
            "0 ok, 1 warn (less than 18 hours of that distance are left), 2 critical (6 hours)",
            (status, _, points) ->
                status.stream()
                    .horizon()
                    .ifPresent(horizon -> points.add(horizon.alarm().ordinal()))));
  }

  private static List<MirrorFamily> shards() {
    return List.of(
        gauge(
            "nightjar_mirror_shard_last_record_age_seconds",
            "shard",
            "age of the shard's newest change that was read",
            (status, now, points) ->
                each(status, points, shard -> shard.lastRecordAt().map(at -> seconds(at, now)))),
        gauge(
            "nightjar_mirror_shard_last_poll_age_seconds",
            "shard",
            "since the shard was last asked with success",
            (status, now, points) ->
                each(status, points, shard -> shard.lastPollAt().map(at -> seconds(at, now)))),
        gauge(
            "nightjar_mirror_shard_trim_distance_seconds",
            "shard",
            "until DynamoDB may drop changes of the shard that were not read",
            (status, _, points) ->
                each(
                    status,
                    points,
                    shard -> shard.horizon().map(horizon -> (double) horizon.left().toSeconds()))),
        gauge(
            "nightjar_mirror_shards_without_metrics",
            "open shards beyond the hundred with the oldest checkpoints, which have no metrics",
            (status, _, points) ->
                points.add(Math.max(0, status.stream().shards().size() - MOST_SHARDS))));
  }

  private static List<MirrorFamily> inserts() {
    return List.of(
        gauge(
            "nightjar_mirror_batches_in_flight",
            "batches that are written down and not done",
            (status, _, points) -> points.add(status.inserts().batchesInFlight())),
        counter(
            "nightjar_mirror_inserted_rows",
            "rows that were inserted since the start of the server",
            (status, _, points) -> points.add(status.inserts().rows())),
        counter(
            "nightjar_mirror_inserted_bytes",
            "bytes of the blocks that were inserted since the start of the server",
            (status, _, points) -> points.add(status.inserts().bytes())));
  }

  private static List<MirrorFamily> trouble() {
    return List.of(
        counter(
            "nightjar_mirror_retries",
            "cause",
            "what was tried again since the start of the server",
            (status, _, points) ->
                status.retries().forEach((cause, count) -> points.add(count, cause))),
        counter(
            "nightjar_mirror_gaps_found",
            "gaps, and other reasons for another export, since the mirror began",
            (status, _, points) -> points.add(status.healing().gapsFound())),
        counter(
            "nightjar_mirror_gaps_healed",
            "those of them that are healed",
            (status, _, points) -> points.add(status.healing().gapsHealed())),
        counter(
            "nightjar_mirror_batches_abandoned",
            "batches that a gap has cut off: the next export covers them, views have not seen them",
            (status, _, points) -> points.add(status.healing().abandonedBatches())),
        gauge(
            "nightjar_mirror_quarantined_rows",
            "changes that went to the quarantine table, whole or for one column",
            (status, _, points) -> points.add(status.quarantinedRows())),
        gauge(
            "nightjar_mirror_last_verification_age_seconds",
            "since the last verification came to its end",
            (status, now, points) ->
                status
                    .lastVerification()
                    .ifPresent(last -> points.add(seconds(last.finishedAt(), now)))),
        gauge(
            "nightjar_mirror_last_verification_differences",
            "keys whose item and row differed when the last verification came to its end",
            (status, _, points) ->
                status.lastVerification().ifPresent(last -> points.add(last.differences()))));
  }

  private static void each(
      MirrorStatus status, Points points, Function<ShardProgress, Optional<Double>> value) {
    status.stream().shards().stream()
        .limit(MOST_SHARDS)
        .forEach(
            shard -> value.apply(shard).ifPresent(number -> points.add(number, shard.shard())));
  }

  private static Optional<Instant> oldest(
      StreamProgress stream, Function<ShardProgress, Optional<Instant>> time) {
    return stream.shards().stream()
        .map(shard -> time.apply(shard).orElse(null))
        .filter(Objects::nonNull)
        .min(Instant::compareTo);
  }

  /** Never negative: AWS's clock may be ahead of this machine's. */
  private static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
  }
}
