package dev.nightjar.cli;

import dev.nightjar.cli.api.Answer;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.ServerClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

@Command(
    name = "verify",
    description = {
      "Compares a mirror with its DynamoDB table, item by item: every item by Scan, against FINAL.",
      "What differs is looked at again until it is settled, so the table may be written meanwhile."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar verify orders                       the whole table, at a careful rate",
      "  nightjar verify orders --read-capacity 1000  faster",
      "  nightjar verify orders --sample 5%%           about a twentieth of it",
      "",
      "Ctrl-C stops it on the server too.",
      "Exit codes: 0 equal, 1 they differ, or it failed."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  /** What a shell has for a command that Ctrl-C ended. */
  private static final int STOPPED = 130;

  private final Environment environment;

  @Mixin ClientOptions client;

  @Parameters(paramLabel = "DATASOURCE", description = "The data source with the mirror.")
  String datasource;

  @Option(
      names = "--read-capacity",
      paramLabel = "UNITS",
      description =
          "Read capacity units to consume a second (default: a quarter of what the table is"
              + " provisioned with; 200 for a table on demand).")
  Optional<String> readCapacity = Optional.empty();

  @Option(
      names = "--sample",
      paramLabel = "N|P%",
      description = "Compare about so many items, or that share of the table.")
  Optional<String> sample = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many differences are explained (default: 20); all are counted.")
  Optional<String> limit = Optional.empty();

  VerifyCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    try (ServerClient server = client.connect(environment);
        Interruption interruption = new Interruption()) {
      String path = "/v1/mirrors/" + ServerClient.encode(datasource) + "/verification";
      JsonNode end;
      try {
        JsonNode begun = begin(server, path);
        end = awaitEnd(server, path, begun);
      } catch (UserException e) {
        if (!interruption.requested()) {
          throw e;
        }
        server.delete(path);
        environment.terminal().note("nightjar: stopped; the server has stopped the scan too.");
        return STOPPED;
      }
      return conclude(end);
    }
  }

  private JsonNode begin(ServerClient server, String path) {
    StringBuilder query = new StringBuilder();
    add(query, "read_capacity", readCapacity);
    add(query, "sample", sample);
    add(query, "limit", limit);
    Answer answer = server.post(path + query, JsonNodeFactory.instance.objectNode());
    return answer.required().json();
  }

  private static void add(StringBuilder query, String name, Optional<String> value) {
    value.ifPresent(text ->
        query
            .append(query.isEmpty() ? '?' : '&')
            .append(name)
            .append('=')
            .append(ServerClient.encode(text)));
  }

  private JsonNode awaitEnd(ServerClient server, String path, JsonNode begun) {
    String id = begun.path("id").asString("");
    JsonNode now = begun;
    try (VerificationView view =
        new VerificationView(environment.terminal(), client.format() == OutputFormat.HUMAN)) {
      while (now.path("state").asString("").equals("running")) {
        view.show(now.path("progress"));
        Pause.REAL.sleep(BETWEEN_LOOKS);
        now = server.get(path);
        if (!now.path("id").asString("").equals(id)) {
          throw new UserException(
              "Another verification of " + datasource + " has begun since; this one is over.");
        }
      }
    }
    return now;
  }

  private int conclude(JsonNode end) {
    Terminal terminal = environment.terminal();
    if (client.format() == OutputFormat.JSON) {
      terminal.say(Json.pretty(end));
    }
    switch (end.path("state").asString("")) {
      case "failed" -> throw new UserException(end.path("error").path("message").asString(""));
      case "cancelled" -> throw new UserException("The verification was cancelled on the server.");
      default -> {}
    }
    JsonNode result = end.path("result");
    if (client.format() == OutputFormat.CSV) {
      new Done("", result).print(client.format(), terminal);
    }
    if (client.format() == OutputFormat.HUMAN) {
      new VerificationText(terminal).say(datasource, result);
    }
    return result.path("equal").asBoolean(false) ? 0 : 1;
  }
}
