package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The commands below {@code datasource} that change rows. */
final class RowCommands {
  private RowCommands() {}

  static void addTo(CommandLine line, Environment environment) {
    line.addSubcommand(new Append(environment))
        .addSubcommand(new Replace(environment))
        .addSubcommand(new Truncate(environment))
        .addSubcommand(new Delete(environment));
  }

  @Command(
      name = "append",
      description = {
        "Adds the rows of a file to a data source. Rows that do not fit go to its quarantine."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  nightjar datasource append customers customers.csv",
        "  nightjar datasource append customers https://example.com/customers.ndjson.gz"
      })
  static final class Append extends ImportCommand {
    Append(Environment environment) {
      super(environment, "append", "appended to");
    }
  }

  @Command(
      name = "replace",
      description = {
        "Puts the rows of a file in the place of those that a data source has. Queries see the old"
            + " rows or the new ones, never a part."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  nightjar datasource replace customers customers.csv",
        "  nightjar datasource replace sales today.csv --condition \"day = '2026-01-31'\""
      })
  static final class Replace extends ImportCommand {
    @Option(
        names = "--condition",
        paramLabel = "SQL",
        description = "Replace only rows that fulfil it, by those of the file that do.")
    Optional<String> condition = Optional.empty();

    Replace(Environment environment) {
      super(environment, "replace", "now in");
    }

    @Override
    String more() {
      return condition.map(sql -> "&replace_condition=" + ServerClient.encode(sql)).orElse("");
    }
  }

  @Command(
      name = "truncate",
      description = "Deletes all rows of a data source.",
      footerHeading = "%nExamples:%n",
      footer = {"  nightjar datasource truncate customers --yes"})
  static final class Truncate implements Callable<Integer> {
    private final Environment environment;

    @Mixin ClientOptions client;

    @Parameters(paramLabel = "DATASOURCE", description = "The data source.")
    String datasource;

    @Mixin Agreement agreement;

    Truncate(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      if (!agreement.given(environment.terminal(), "Delete all rows of " + datasource + "?")) {
        return 1;
      }
      try (ServerClient server = client.connect(environment)) {
        JsonNode answer =
            server.send("/v0/datasources/" + ServerClient.encode(datasource) + "/truncate");
        new Done("✓ " + datasource + " is empty", answer)
            .print(client.format(), environment.terminal());
      }
      return 0;
    }
  }

  @Command(
      name = "delete",
      description = "Deletes the rows of a data source that fulfil a condition.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  nightjar datasource delete customers --condition \"country = 'XX'\" --dry-run",
        "  nightjar datasource delete customers --condition \"country = 'XX'\" --yes"
      })
  static final class Delete implements Callable<Integer> {
    private final Environment environment;

    @Mixin ClientOptions client;

    @Parameters(paramLabel = "DATASOURCE", description = "The data source.")
    String datasource;

    @Option(
        names = {"--condition", "--sql-condition"},
        required = true,
        paramLabel = "SQL",
        description = "An expression over the data source's columns.")
    String condition;

    @Option(names = "--dry-run", description = "Only say how many rows there are.")
    boolean dryRun;

    @Mixin Agreement agreement;

    Delete(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      Terminal terminal = environment.terminal();
      try (ServerClient server = client.connect(environment)) {
        JsonNode plan = ask(server, true);
        long rows = plan.path("rows_to_be_deleted").asLong(0);
        if (dryRun) {
          new Done(RowCount.of(rows) + " to be deleted", plan).print(client.format(), terminal);
          return 0;
        }
        if (!agreement.given(terminal, "Delete " + RowCount.of(rows) + " of " + datasource + "?")) {
          return 1;
        }
        JsonNode job = RunningJob.await(server, ask(server, false));
        new Done(
                "✓ %s deleted from %s"
                    .formatted(RowCount.of(job.path("rows_affected").asLong(rows)), datasource),
                job)
            .print(client.format(), terminal);
      }
      return 0;
    }

    private JsonNode ask(ServerClient server, boolean dry) {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("delete_condition", condition);
      if (dry) {
        fields.put("dry_run", "true");
      }
      return server.form(
          "POST", "/v0/datasources/" + ServerClient.encode(datasource) + "/delete", fields);
    }
  }
}
