package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.QueryStatistics;
import java.time.Duration;

/** The header {@code X-ClickHouse-Summary}: what a statement has cost, numbers as strings. */
final class Summary {
  private Summary() {}

  static String of(QueryStatistics cost, long resultBytes) {
    return text(
        cost.rowsRead(), cost.bytesRead(), 0, cost.resultRows(), resultBytes, cost.elapsed());
  }

  static String of(InsertResult result) {
    return text(0, 0, result.rowsWritten(), result.rowsWritten(), 0, result.elapsed());
  }

  private static String text(
      long read, long bytes, long written, long rows, long resultBytes, Duration elapsed) {
    return ("{\"read_rows\":\"%d\",\"read_bytes\":\"%d\",\"written_rows\":\"%d\","
            + "\"written_bytes\":\"0\",\"total_rows_to_read\":\"%d\",\"result_rows\":\"%d\","
            + "\"result_bytes\":\"%d\",\"elapsed_ns\":\"%d\"}")
        .formatted(read, bytes, written, read, rows, resultBytes, elapsed.toNanos());
  }
}
