package dev.nightjar.cli;

import dev.nightjar.cli.api.Answer;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Runs queries and prints what they answer. */
final class QueryResult {

  private static final int WIDEST_CELL = 60;
  private static final Pattern NUMBER =
      Pattern.compile("(Nullable\\()?(U?Int|Float|Decimal|BFloat)\\d*.*");

  private final Terminal terminal;
  private final OutputFormat format;

  QueryResult(Terminal terminal, OutputFormat format) {
    this.terminal = terminal;
    this.format = format;
  }

  /** Runs one statement; one with a FORMAT clause of its own is printed as it comes. */
  void show(ServerClient server, String sql) {
    switch (format) {
      case CSV -> terminal.out().print(server.sql(sql + "\nFORMAT CSVWithNames").body());
      case JSON -> terminal.out().print(lineEnded(server.sql(sql).body()));
      case HUMAN -> show(server.sql(sql));
    }
    terminal.out().flush();
  }

  /** Prints an answer of JSON with {@code meta} and {@code data} as a table, others as they are. */
  void show(Answer answer) {
    JsonNode result = answer.contentType().equals("application/json") ? answer.json() : null;
    if (result == null || !result.path("meta").isArray()) {
      terminal.out().print(lineEnded(answer.body()));
      return;
    }
    List<String> names = new ArrayList<>();
    List<Boolean> right = new ArrayList<>();
    for (JsonNode column : result.path("meta")) {
      names.add(column.path("name").asString());
      right.add(NUMBER.matcher(column.path("type").asString()).matches());
    }
    TextTable table =
        new TextTable(names, right, terminal.interactive() ? WIDEST_CELL : Integer.MAX_VALUE);
    for (JsonNode row : result.path("data")) {
      table.row(names.stream().map(name -> text(row.path(name))).toList());
    }
    table.lines().forEach(terminal::say);
    terminal.say("");
    terminal.say(footer(result));
  }

  private static String text(JsonNode value) {
    return value.isNull() ? "NULL" : value.isString() ? value.asString() : value.toString();
  }

  private static String footer(JsonNode result) {
    long rows = result.path("rows").asLong(result.path("data").size());
    double seconds = result.path("statistics").path("elapsed").asDouble(0);
    return String.format(Locale.ROOT, "%d %s, %.3f s", rows, rows == 1 ? "row" : "rows", seconds);
  }

  static String lineEnded(String text) {
    return text.endsWith("\n") ? text : text + "\n";
  }
}
