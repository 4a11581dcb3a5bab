package dev.nightjar.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The page with the measured figures: what stands between two marks is written anew. */
final class Document {
  private static final String BEGIN = "<!-- bench -->";
  private static final String END = "<!-- /bench -->";

  private Document() {}

  /**
   * Writes the figures, and the charts beside the page.
   *
   * @throws UncheckedIOException if the page cannot be read or written
   */
  static void write(Path file, JsonNode measured, List<Summary.Line> summary) {
    try {
      String page = Files.readString(file);
      int begin = page.indexOf(BEGIN);
      int end = page.indexOf(END);
      if (begin < 0 || end < begin) {
        throw new IllegalArgumentException(
            file + " has no lines " + BEGIN + " and " + END + " to write between");
      }
      StringBuilder text = new StringBuilder(page.substring(0, begin));
      text.append(BEGIN).append("\n\n").append(Summary.machine(measured)).append(".\n\n");
      text.append("| | measured | aim |\n|---|---|---|\n");
      for (Summary.Line line : summary) {
        String what = line.what().replaceFirst("^ +", "&nbsp;&nbsp;");
        text.append("| ").append(what).append(" | ").append(line.value());
        text.append(" | ").append(line.target()).append(" |\n");
      }
      for (JsonNode run : measured.path("backfill").path("runs")) {
        text.append(chart(file, run));
      }
      text.append('\n').append(page.substring(end));
      Files.writeString(file, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String chart(Path file, JsonNode run) throws IOException {
    String items = run.path("items").asString();
    String dialect = run.path("dialect").asString();
    String name = "performance-" + items.replaceAll("[^0-9.]", "") + "-" + dialect + ".svg";
    Files.writeString(file.resolveSibling(name), BarChart.ofBackfill(run));
    return "\n![Backfill of items of " + items + ", " + dialect + "](" + name + ")\n";
  }
}
