package dev.nightjar.cli;

import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.remote.Check;
import dev.nightjar.cli.remote.Check.Outcome;
import dev.nightjar.cli.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What was looked at, as a table of ticks with what to do below it. */
record CheckReport(List<Check> checks) {

  private static final int WIDEST = 90;

  CheckReport {
    checks = List.copyOf(checks);
  }

  /** Whether something does not work. */
  boolean failed() {
    return checks.stream().anyMatch(check -> check.outcome() == Outcome.FAILED);
  }

  /** Prints it; 1 where something failed. */
  int print(OutputFormat format, Terminal terminal) {
    TextTable table =
        new TextTable(
            List.of("", "OF", "CHECK", "FOUND"), List.of(false, false, false, false), WIDEST);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("subject", "check", "outcome", "detail"));
    List<JsonNode> documents = new ArrayList<>();
    for (Check check : checks) {
      boolean told = check.outcome() == Outcome.FAILED || check.outcome() == Outcome.WARNING;
      table.row(
          check.outcome().mark(),
          check.subject(),
          check.name(),
          told ? "see below" : check.detail());
      String outcome = check.outcome().name().toLowerCase(Locale.ROOT);
      rows.add(List.of(check.subject(), check.name(), outcome, check.detail()));
      ObjectNode document =
          JsonNodeFactory.instance
              .objectNode()
              .put("subject", check.subject())
              .put("check", check.name())
              .put("outcome", outcome)
              .put("detail", check.detail());
      documents.add(document);
    }
    ObjectNode whole = Json.list("checks", documents).put("ok", !failed());
    new Listing(table, rows, whole).print(format, terminal);
    if (format == OutputFormat.HUMAN) {
      checks.stream()
          .filter(check -> check.outcome() == Outcome.FAILED || check.outcome() == Outcome.WARNING)
          .forEach(check ->
              terminal.say(
                  "\n%s %s, %s: %s"
                      .formatted(
                          check.outcome().mark(), check.subject(), check.name(), check.detail())));
    }
    return failed() ? 1 : 0;
  }
}
