package dev.nightjar.server.service;

import dev.nightjar.mirror.state.Gap;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.mirror.status.ShardProgress;
import dev.nightjar.mirror.status.TrimHorizon;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The tables of the database {@code nightjar}: how the mirrors of a workspace are at the moment of
 * the query.
 */
final class MirrorTable {
  /** The open shards that are told of a workspace, those with the oldest checkpoint first. */
  static final int MOST_SHARDS = 1_000;

  /** The gaps that are told of a workspace, the newest first. */
  static final int MOST_GAPS = 200;

  private static final int LONGEST_MESSAGE = 500;

  private record Shard(String datasource, ShardProgress progress) {}

  private record Found(String datasource, Gap gap) {}

  private static final Literals<MirrorStatus> MIRRORS =
      new Literals<MirrorStatus>()
          .text("datasource", MirrorStatus::datasource)
          .text("table_arn", MirrorStatus::tableArn)
          .text("state", mirror -> mirror.state().code())
          .time("since", MirrorStatus::since)
          .optionalText("reason", MirrorStatus::reason)
          .optionalText("message", mirror -> mirror.message().map(MirrorTable::shortened))
          .number("generation", MirrorStatus::generation)
          .optionalTime("caught_up_at", MirrorStatus::caughtUpAt)
          .optionalNumber("lag_ms", mirror -> mirror.stream().lagMs())
          .optionalTime("boundary", MirrorStatus::boundary)
          .optionalText("alarm", mirror -> mirror.stream().horizon().map(MirrorTable::alarm))
          .optionalNumber(
              "retention_left_s", mirror -> mirror.stream().horizon().map(MirrorTable::left))
          .optionalText("export_arn", mirror -> mirror.export().arn())
          .optionalText("export_status", mirror -> mirror.export().status())
          .number("export_files", mirror -> mirror.export().files())
          .number("export_files_loaded", mirror -> mirror.export().filesLoaded())
          .number("export_items", mirror -> mirror.export().items())
          .number("export_items_loaded", mirror -> mirror.export().itemsLoaded())
          .number("shards_open", mirror -> mirror.stream().shardsOpen())
          .number("shards_unread", mirror -> mirror.stream().shardsUnread())
          .number("shards_finished", mirror -> mirror.stream().shardsFinished())
          .number("changes_inserted", mirror -> mirror.stream().changesInserted())
          .optionalTime("last_poll_at", mirror -> mirror.stream().lastPollAt())
          .optionalTime("last_record_at", mirror -> mirror.stream().lastRecordAt())
          .number("quarantined_rows", MirrorStatus::quarantinedRows)
          .number("gaps_found", mirror -> mirror.healing().gapsFound())
          .number("gaps_healed", mirror -> mirror.healing().gapsHealed());

  private static final Literals<Shard> SHARDS =
      new Literals<Shard>()
          .text("datasource", Shard::datasource)
          .text("shard", shard -> shard.progress().shard())
          .optionalTime(
              "checkpoint_at", shard -> shard.progress().horizon().map(TrimHorizon::checkpointAt))
          .optionalTime("last_poll_at", shard -> shard.progress().lastPollAt())
          .optionalTime("last_record_at", shard -> shard.progress().lastRecordAt())
          .optionalNumber(
              "retention_left_s", shard -> shard.progress().horizon().map(MirrorTable::left))
          .optionalText("alarm", shard -> shard.progress().horizon().map(MirrorTable::alarm))
          .number("changes_inserted", shard -> shard.progress().changesInserted());

  private static final Literals<Found> GAPS =
      new Literals<Found>()
          .text("datasource", Found::datasource)
          .number("number", found -> found.gap().number())
          .text("cause", found -> found.gap().cause())
          .text("message", found -> shortened(found.gap().message()))
          .number("generation", found -> found.gap().generation())
          .time("found_at", found -> found.gap().foundAt())
          .optionalNumber("healed_by", found -> found.gap().healedBy())
          .optionalTime("begun_at", found -> found.gap().begunAt())
          .optionalTime("healed_at", found -> found.gap().healedAt())
          .number("abandoned_batches", found -> found.gap().abandoned());

  private MirrorTable() {}

  /** {@code nightjar.mirrors}. */
  static String mirrors(List<MirrorStatus> mirrors) {
    return MIRRORS.sql(mirrors);
  }

  /** {@code nightjar.shards}. */
  static String shards(List<MirrorStatus> mirrors) {
    return SHARDS.sql(
        mirrors.stream()
            .flatMap(mirror ->
                mirror.stream().shards().stream()
                    .map(shard -> new Shard(mirror.datasource(), shard)))
            .sorted(Comparator.comparing(Shard::progress, ShardProgress.WORST_FIRST))
            .limit(MOST_SHARDS)
            .toList());
  }

  /** {@code nightjar.gaps}. */
  static String gaps(List<MirrorStatus> mirrors, Function<String, List<Gap>> gapsOf) {
    Stream<Found> all =
        mirrors.stream()
            .flatMap(mirror ->
                gapsOf.apply(mirror.id()).stream().map(gap -> new Found(mirror.datasource(), gap)));
    return GAPS.sql(
        all.sorted(Comparator.comparing((Found found) -> found.gap().foundAt()).reversed())
            .limit(MOST_GAPS)
            .toList());
  }

  private static String alarm(TrimHorizon horizon) {
    return horizon.alarm().code();
  }

  private static Long left(TrimHorizon horizon) {
    return horizon.left().toSeconds();
  }

  private static String shortened(String text) {
    return text.length() > LONGEST_MESSAGE ? text.substring(0, LONGEST_MESSAGE) + "…" : text;
  }
}
