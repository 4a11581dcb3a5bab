package dev.nightjar.cli;

import dev.nightjar.cli.api.Answer;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "sql",
    description = "Runs one query and prints its result.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar sql \"SELECT count() FROM orders FINAL\"",
      "  nightjar sql --output csv \"SELECT * FROM orders FINAL LIMIT 10\" >orders.csv",
      "",
      "A query with a FORMAT clause of its own is printed as ClickHouse wrote it."
    })
final class SqlCommand implements Callable<Integer> {

  private static final int WIDEST_CELL = 60;
  private static final Pattern NUMBER =
      Pattern.compile("(Nullable\\()?(U?Int|Float|Decimal|BFloat)\\d*.*");
  private static final Pattern END = Pattern.compile("[;\\s]+\\z");

  private final Environment environment;

  @Mixin ClientOptions client;

  @Parameters(paramLabel = "SQL", description = "One SELECT.")
  String sql;

  SqlCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    String query = END.matcher(sql).replaceFirst("");
    if (query.isBlank()) {
      throw new UserException("The query is empty. Write one, such as \"SELECT 1\".");
    }
    Terminal terminal = environment.terminal();
    try (ServerClient server = client.connect(environment)) {
      switch (client.format()) {
        case CSV -> terminal.out().print(server.sql(query + "\nFORMAT CSVWithNames").body());
        case JSON -> terminal.out().print(lineEnded(server.sql(query).body()));
        case HUMAN -> show(server.sql(query), terminal);
      }
      terminal.out().flush();
    }
    return 0;
  }

  private static void show(Answer answer, Terminal terminal) {
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

  private static String lineEnded(String text) {
    return text.endsWith("\n") ? text : text + "\n";
  }
}
