package dev.nightjar.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Horizontal bars as SVG, readable on a light and on a dark page. */
final class BarChart {
  private static final int WIDTH = 720;
  private static final int LABELS = 230;
  private static final int BARS = 370;
  private static final int ROW = 34;
  private static final int TOP = 40;

  private static final List<Map.Entry<String, String>> CONTENDERS =
      List.of(
          Map.entry("native_ceiling", "ready-made Native blocks"),
          Map.entry("nightjar", "Nightjar"),
          Map.entry("clickhouse_sql", "ClickHouse's own SQL"),
          Map.entry("sdk_jackson", "AWS SDK and Jackson"));

  private BarChart() {}

  /** Rows a second of one run's contenders. */
  static String ofBackfill(JsonNode run) {
    double most =
        CONTENDERS.stream()
            .mapToDouble(contender -> speed(run, contender.getKey()))
            .max()
            .orElse(1);
    int height = TOP + ROW * CONTENDERS.size() + 10;
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"14\">%n",
            WIDTH, height, WIDTH, height));
    svg.append(
        format("  <rect width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#ffffff\"/>%n", WIDTH, height));
    svg.append(
        format(
            "  <text x=\"16\" y=\"25\" fill=\"#222\">Backfill, rows a second: items of %s, %s</text>%n",
            run.path("items").asString(), run.path("dialect").asString()));
    for (int i = 0; i < CONTENDERS.size(); i++) {
      String key = CONTENDERS.get(i).getKey();
      double speed = speed(run, key);
      int y = TOP + ROW * i;
      long width = Math.max(1, Math.round(BARS * speed / most));
      svg.append(
          format(
              "  <text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#222\">%s</text>%n",
              LABELS - 10, y + 19, CONTENDERS.get(i).getValue()));
      svg.append(
          format(
              "  <rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"22\" rx=\"3\" fill=\"%s\"/>%n",
              LABELS, y + 3, width, key.equals("nightjar") ? "#1f6feb" : "#9aa4b2"));
      svg.append(
          format(
              "  <text x=\"%d\" y=\"%d\" fill=\"#222\">%,d</text>%n",
              LABELS + width + 8, y + 19, Math.round(speed)));
    }
    return svg.append("</svg>\n").toString();
  }

  private static double speed(JsonNode run, String contender) {
    return run.path(contender).path("rows_per_second").asDouble();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern.replace("%n", "\n"), values);
  }
}
