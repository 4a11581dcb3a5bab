package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.text.Quantity;
import dev.nightjar.cli.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

@Command(
    name = "datasource",
    description = "The tables of the workspace.",
    synopsisSubcommandLabel =
        "(create | ls | get | data | append | replace | truncate | delete | pause | resume |"
            + " resync)",
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar datasource create --dynamodb",
      "  nightjar datasource ls --output json",
      "  nightjar datasource append customers customers.csv"
    })
final class DatasourceCommand extends CommandGroup {

  static CommandLine line(Environment environment) {
    CommandLine line =
        new CommandLine(new DatasourceCommand())
            .addSubcommand(new CreateDatasourceCommand(environment))
            .addSubcommand(new Ls(environment));
    RowCommands.addTo(line, environment);
    MirrorCommands.addTo(line, environment);
    return line;
  }

  @Command(
      name = "ls",
      description = "Lists the tables with their rows and sizes.",
      footerHeading = "%nExamples:%n",
      footer = {"  nightjar datasource ls", "  nightjar datasource ls --output json"})
  static final class Ls implements Callable<Integer> {

    private final Environment environment;

    @Mixin ClientOptions client;

    Ls(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      try (ServerClient server = client.connect(environment)) {
        JsonNode document = server.get("/v0/datasources");
        TextTable table =
            new TextTable(
                List.of("NAME", "ROWS", "SIZE", "FROM", "UPDATED"),
                List.of(false, true, true, false, false),
                Integer.MAX_VALUE);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("name", "row_count", "bytes", "service", "updated_at"));
        for (JsonNode datasource : document.path("datasources")) {
          JsonNode statistics = datasource.path("statistics");
          String name = datasource.path("name").asString("");
          // a token with a filter is not told how much there is in all
          boolean sized = statistics.isObject();
          long count = statistics.path("row_count").asLong(0);
          long bytes = statistics.path("bytes").asLong(0);
          String service = datasource.path("service").asString("");
          String updated = datasource.path("updated_at").asString("");
          table.row(
              name,
              sized ? Quantity.count(count) : "-",
              sized ? Quantity.bytes(bytes) : "-",
              service,
              updated);
          rows.add(
              List.of(
                  name,
                  sized ? Long.toString(count) : "",
                  sized ? Long.toString(bytes) : "",
                  service,
                  updated));
        }
        new Listing(table, rows, document).print(client.format(), environment.terminal());
      }
      return 0;
    }
  }
}
