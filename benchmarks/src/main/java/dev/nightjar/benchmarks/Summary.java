package dev.nightjar.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The headline figures beside what is aimed at. */
final class Summary {
  static final String PEAK_HEAP = "peak_heap_mb";

  /** The names of the figures that stand at the top of the JSON object. */
  static final List<String> HEADLINES =
      List.of(
          "backfill_vs_native_ceiling",
          "backfill_vs_clickhouse_sql",
          "backfill_vs_sdk_jackson",
          "backfill_rows_per_second",
          "encode_mb_per_second_per_core",
          "tailing_changes_per_second",
          "freshness_p50_ms",
          "freshness_p99_ms",
          PEAK_HEAP,
          "clickhouse");

  private Summary() {}

  /**
   * A line of the table.
   *
   * @param what is measured
   * @param value with its unit
   * @param target what is aimed at; empty where nothing is
   */
  record Line(String what, String value, String target) {}

  static List<Line> of(JsonNode measured) {
    List<Line> lines = new ArrayList<>();
    for (JsonNode run : measured.path("encode").path("runs")) {
      boolean aim = run.path("items").asString().equals("0.7 KB");
      lines.add(
          new Line(
              "encode, items of " + run.path("items").asString() + ", " + dialect(run),
              number(run.path("mb_per_second")) + " MB/s a core",
              aim ? "500" : ""));
      lines.add(
          new Line(
              "  allocated for an item",
              String.format(
                  Locale.ROOT, "%.3f bytes", run.path("allocated_bytes_per_item").asDouble()),
              "0"));
    }
    for (JsonNode run : measured.path("backfill").path("runs")) {
      boolean small = run.path("items").asString().equals("0.2 KB");
      lines.add(
          new Line(
              "backfill, items of " + run.path("items").asString() + ", " + dialect(run),
              number(run.path("nightjar").path("rows_per_second"))
                  + " rows/s, "
                  + number(run.path("nightjar").path("text_mb_per_second"))
                  + " MB/s",
              ""));
      lines.add(
          ratio(
              "  against ready-made Native blocks", run, "native_ceiling", small ? "0.5" : "0.7"));
      lines.add(ratio("  against ClickHouse's own SQL", run, "clickhouse_sql", "5"));
      lines.add(ratio("  against the AWS SDK and Jackson", run, "sdk_jackson", "8"));
    }
    lines.add(
        new Line(
            "tailing, " + measured.path("tailing").path("shards").asInt() + " shards",
            number(measured.path("tailing_changes_per_second")) + " changes/s",
            "100,000"));
    lines.add(
        new Line(
            "  fresh at half of that, p99",
            number(measured.path("freshness_p99_ms")) + " ms",
            "1,000"));
    lines.add(
        new Line(
            "heap at most",
            number(measured.path(PEAK_HEAP)) + " MB",
            number(measured.path("tailing").path("heap_limit_mb"))));
    for (JsonNode run : measured.path("whole").path("runs")) {
      lines.add(
          new Line(
              "whole server, " + number(run.path("items")) + " items of the demo",
              number(run.path("backfill_rows_per_second")) + " rows/s",
              ""));
    }
    return List.copyOf(lines);
  }

  private static Line ratio(String what, JsonNode run, String other, String target) {
    double ratio = run.path("nightjar_vs_" + other).asDouble();
    return new Line(what, String.format(Locale.ROOT, "%.2f times as fast", ratio), target);
  }

  private static String dialect(JsonNode run) {
    return run.path("dialect").asString();
  }

  private static String number(JsonNode value) {
    return String.format(Locale.ROOT, "%,d", Math.round(value.asDouble()));
  }

  /** For a terminal. */
  static String text(JsonNode measured, List<Line> lines) {
    StringBuilder text = new StringBuilder();
    text.append(machine(measured)).append("\n\n");
    for (Line line : lines) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-42s %28s%s%n",
              line.what(),
              line.value(),
              line.target().isEmpty() ? "" : "   (aim " + line.target() + ")"));
    }
    return text.toString();
  }

  /** The machine and the versions in a line. */
  static String machine(JsonNode measured) {
    return measured.path("processor").asString()
        + ", "
        + measured.path("processors").asInt()
        + " processors; "
        + measured.path("system").asString()
        + "; "
        + measured.path("java").asString()
        + "; ClickHouse "
        + measured.path("clickhouse").asString()
        + "; commit "
        + measured.path("commit").asString()
        + ", "
        + measured.path("measured_at").asString();
  }
}
