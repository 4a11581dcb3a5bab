package dev.nightjar.server.route;

import dev.nightjar.mirror.status.LastVerification;
import dev.nightjar.mirror.verify.Difference;
import dev.nightjar.mirror.verify.Difference.ColumnDifference;
import dev.nightjar.mirror.verify.Difference.Kind;
import dev.nightjar.mirror.verify.Difference.RowVersion;
import dev.nightjar.mirror.verify.VerificationProgress;
import dev.nightjar.mirror.verify.VerificationReport;
import dev.nightjar.mirror.verify.VerificationStatus;
import dev.nightjar.mirror.verify.VerificationStatus.Cancelled;
import dev.nightjar.mirror.verify.VerificationStatus.Done;
import dev.nightjar.mirror.verify.VerificationStatus.Failed;
import dev.nightjar.mirror.verify.VerificationStatus.Outcome;
import dev.nightjar.mirror.verify.VerificationStatus.Running;
import dev.nightjar.server.http.Json;
import java.time.Duration;
import java.util.Map;

/** A verification as JSON. */
final class VerificationJson {
  private VerificationJson() {}

  static Map<String, Object> of(String datasource, VerificationStatus status) {
    return Json.object(
        "id", status.id(),
        "datasource", datasource,
        "state", state(status.outcome()),
        "started_at", status.startedAt().toString(),
        "progress", of(status.progress()),
        "error", error(status.outcome()),
        "result", status.report().map(VerificationJson::of).orElse(null));
  }

  private static String state(Outcome outcome) {
    return switch (outcome) {
      case Running _ -> "running";
      case Done _ -> "done";
      case Failed _ -> "failed";
      case Cancelled _ -> "cancelled";
    };
  }

  private static Map<String, Object> error(Outcome outcome) {
    return outcome instanceof Failed(String code, String message)
        ? Json.object("code", code, "message", message)
        : null;
  }

  private static Map<String, Object> of(VerificationProgress progress) {
    return Json.object(
        "phase", progress.phase().code(),
        "items", progress.items(),
        "items_expected", progress.itemsExpected(),
        "segments", progress.segments(),
        "segments_scanned", progress.segmentsScanned(),
        "capacity_units", progress.capacityUnits(),
        "capacity_units_per_second", progress.unitsPerSecond(),
        "suspects", progress.suspects(),
        "look", progress.look(),
        "time_left_ms", progress.timeLeft().map(Duration::toMillis).orElse(null));
  }

  private static Map<String, Object> of(VerificationReport report) {
    LastVerification summary = report.summary();
    return Json.object(
        "equal", report.equal(),
        "whole", summary.whole(),
        "started_at", summary.startedAt().toString(),
        "finished_at", summary.finishedAt().toString(),
        "segments", summary.segments(),
        "segments_scanned", summary.segmentsScanned(),
        "items", summary.items(),
        "rows", summary.rows(),
        "differences", summary.differences(),
        "missing_rows", count(report, Kind.MISSING_ROW),
        "extra_rows", count(report, Kind.EXTRA_ROW),
        "other_values", count(report, Kind.OTHER_VALUES),
        "unsettled", summary.unsettled(),
        "misfits", summary.misfits(),
        "withheld", summary.withheld(),
        "unreadable", summary.unreadable(),
        "suspects", report.suspects(),
        "looked_at_again", report.lookedAtAgain(),
        "capacity_units", report.capacityUnits(),
        "not_compared", report.notCompared(),
        "extra_rows_of_seen_partition_keys_only", report.rowsOfSeenPartitionKeysOnly(),
        "explained", report.differences().stream().map(VerificationJson::of).toList());
  }

  private static long count(VerificationReport report, Kind kind) {
    return report.counts().byKind().getOrDefault(kind, 0L);
  }

  private static Map<String, Object> of(Difference difference) {
    return Json.object(
        "kind", difference.kind().code(),
        "key", difference.key(),
        "item", difference.item().orElse(null),
        "row", difference.row().map(VerificationJson::of).orElse(null),
        "columns", difference.columns().stream().map(VerificationJson::of).toList());
  }

  private static Map<String, Object> of(RowVersion row) {
    return Json.object(
        "generation", row.generation(),
        "depth", row.depth(),
        "sequence_number", row.sequenceNumber(),
        "shards", row.shards(),
        "timestamp", row.timestamp(),
        "event_name", row.eventName(),
        "is_deleted", row.deleted(),
        "record", row.record());
  }

  private static Map<String, Object> of(ColumnDifference column) {
    return Json.object(
        "name", column.name(),
        "item", column.item().orElse(null),
        "row", column.row().orElse(null));
  }
}
