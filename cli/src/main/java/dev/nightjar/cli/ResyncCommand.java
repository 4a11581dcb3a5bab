package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.prompt.Interview;
import dev.nightjar.cli.prompt.Lines;
import dev.nightjar.cli.prompt.Question;
import dev.nightjar.cli.text.Quantity;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

@Command(
    name = "resync",
    description = {
      "Loads a DynamoDB table anew into its mirror: a new export, which AWS bills.",
      "Queries see a complete table all along. Works for mirrors that are LIVE, FAILED or PAUSED."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar resync orders                        asks first, and says what it costs",
      "  nightjar resync orders --yes --wait           for scripts",
      "  nightjar resync orders --allow-deletes --yes  however many items are gone"
    })
final class ResyncCommand implements Callable<Integer> {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final double DOLLARS_A_GIGABYTE = 0.10;
  private static final double GIGABYTE = 1L << 30;

  private final Environment environment;

  @Mixin ClientOptions client;

  @Parameters(paramLabel = "DATASOURCE", description = "The data source with the mirror.")
  String datasource;

  @Option(
      names = "--allow-deletes",
      description =
          "Delete the rows of items that are gone, however many; else it stops and asks where they"
              + " are a large share of the table.")
  boolean allowDeletes;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  @Option(names = "--wait", description = "Wait until the mirror is LIVE again.")
  boolean wait;

  ResyncCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    Terminal terminal = environment.terminal();
    boolean human = client.format() == OutputFormat.HUMAN;
    try (ServerClient server = client.connect(environment)) {
      String mirror = "/v1/mirrors/" + ServerClient.encode(datasource);
      JsonNode plan = server.get(mirror + "/resync" + query());
      if (!yes && !agreed(plan)) {
        terminal.note("Nothing was done.");
        return 1;
      }
      JsonNode now =
          server
              .post(mirror + "/resync" + query(), JsonNodeFactory.instance.objectNode())
              .required()
              .json();
      if (human) {
        terminal.say("✓ resync of " + datasource + " has begun");
      }
      if (wait) {
        // What is shown of the generation before is not what is being loaded.
        long before = plan.path("exports").asBoolean(true) ? now.path("generation").asLong(0) : -1;
        now = awaitLive(server, mirror, before, human);
      }
      if (wait || !human) {
        new Done("✓ " + datasource + " is LIVE", now).print(client.format(), terminal);
      }
    }
    return 0;
  }

  private String query() {
    return allowDeletes ? "?allow_deletes=true" : "";
  }

  private boolean agreed(JsonNode plan) {
    Terminal terminal = environment.terminal();
    terminal.note(what(datasource, plan));
    try (Lines lines = Lines.of(terminal, terminal.err())) {
      return new Interview(Optional.of(lines), terminal.err())
          .confirm(new Question("--yes", "Resync " + datasource + "?"));
    }
  }

  /** What it will do, and what that costs. */
  static String what(String datasource, JsonNode plan) {
    String state = plan.path("state").asString("");
    String reason = plan.path("reason").asString("");
    String now = datasource + " is " + state + (reason.isEmpty() ? "" : " (" + reason + ")") + ".";
    if (!plan.path("exports").asBoolean(true)) {
      return now
          + " Its healing goes on with the export that is there and deletes the rows of all items"
          + " that are not in it. That costs nothing in AWS.";
    }
    long bytes = plan.path("table_size_bytes").asLong(0);
    double dollars = Math.max(0.01, bytes / GIGABYTE * DOLLARS_A_GIGABYTE);
    return now
        + " A resync exports the table again: "
        + Quantity.bytes(bytes)
        + " by AWS's count, which may be six hours old, so about "
        + String.format(Locale.ROOT, "$%.2f", dollars)
        + " at $0.10 a GB as in us-east-1 (other regions differ)."
        + switch (state) {
          case "PAUSED" -> " The mirror goes on by that; it does not stay paused.";
          case "FAILED" -> " The mirror goes on by that.";
          default -> " The mirror follows the stream meanwhile.";
        };
  }

  private JsonNode awaitLive(ServerClient server, String mirror, long before, boolean human) {
    String last = "";
    while (true) {
      JsonNode now = server.get(mirror);
      String state = now.path("state").asString("");
      String line = line(now, before);
      if (human && !line.equals(last)) {
        environment.terminal().note(line);
        last = line;
      }
      switch (state) {
        case "LIVE" -> {
          return now;
        }
        case "FAILED", "PAUSED" ->
            throw new UserException(
                datasource + " is " + state + ": " + now.path("message").asString(""));
        default -> {}
      }
      Pause.REAL.sleep(BETWEEN_LOOKS);
    }
  }

  /**
   * How far it is.
   *
   * @param before the generation that was there when the resync began
   */
  static String line(JsonNode now, long before) {
    JsonNode export = now.path("export");
    long items = export.path("items").asLong(0);
    String state = now.path("state").asString("");
    if (now.path("generation").asLong(0) <= before) {
      return state + ": the new export is not requested yet";
    }
    return items == 0
        ? state + ": the export is " + export.path("status").asString("not requested yet")
        : state
            + ": loaded "
            + Quantity.count(export.path("items_loaded").asLong(0))
            + " of "
            + Quantity.count(items)
            + " items";
  }
}
