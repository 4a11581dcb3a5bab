package dev.nightjar.cli;

import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.text.Csv;
import dev.nightjar.cli.text.TextTable;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A result of rows, printed as asked for.
 *
 * @param table for people
 * @param rows the values as they are, for CSV, names first
 * @param document for JSON
 */
record Listing(TextTable table, List<List<String>> rows, JsonNode document) {

  void print(OutputFormat format, Terminal terminal) {
    switch (format) {
      case HUMAN -> table.lines().forEach(terminal::say);
      case CSV -> rows.forEach(row -> terminal.say(Csv.line(row)));
      case JSON -> terminal.say(Json.pretty(document));
    }
  }
}
