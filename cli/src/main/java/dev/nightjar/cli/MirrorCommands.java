package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.text.Quantity;
import dev.nightjar.cli.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The commands below {@code datasource} that show one, or hold its mirror. */
final class MirrorCommands {
  private MirrorCommands() {}

  static void addTo(CommandLine line, Environment environment) {
    line.addSubcommand(new Get(environment))
        .addSubcommand(new Data(environment))
        .addSubcommand(new Pause(environment))
        .addSubcommand(new Resume(environment))
        .addSubcommand(new ResyncCommand(environment));
  }

  private static String path(String datasource) {
    return "/v0/datasources/" + ServerClient.encode(datasource);
  }

  @Command(
      name = "get",
      description = "Shows a data source: its columns, its engine, how much it holds.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  nightjar datasource get orders",
        "  nightjar datasource get orders --datafile >datasources/orders.datasource"
      })
  static final class Get extends ServerTask {

    @Parameters(paramLabel = "DATASOURCE", description = "The data source.")
    String datasource;

    @Option(names = "--datafile", description = "Print its file instead.")
    boolean datafile;

    Get(Environment environment) {
      super(environment);
    }

    @Override
    int run(ServerClient server) {
      if (datafile) {
        terminal().out().print(server.ask(path(datasource) + ".datasource").required().body());
        terminal().out().flush();
        return 0;
      }
      JsonNode document = server.get(path(datasource));
      TextTable table = TextTable.of("COLUMN", "TYPE", "JSON PATH", "DEFAULT");
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("column", "type", "jsonpath", "default"));
      for (JsonNode column : document.path("columns")) {
        List<String> row =
            List.of(
                column.path("name").asString(""),
                column.path("type").asString(""),
                column.path("jsonpath").asString(""),
                column.path("default_value").asString(""));
        table.row(row);
        rows.add(row);
      }
      if (client.format() == OutputFormat.HUMAN) {
        about(document);
      }
      print(new Listing(table, rows, document));
      return 0;
    }

    private void about(JsonNode document) {
      JsonNode size = document.path("statistics");
      say("Name", document.path("name").asString(""));
      say("Description", document.path("description").asString(""));
      say("From", document.path("service").asString(""));
      say("Connection", document.path("connector").asString(""));
      say("Engine", document.path("engine").path("engine").asString(""));
      say("Sorting key", document.path("engine").path("sorting_key").asString(""));
      if (size.isObject()) {
        say("Rows", Quantity.count(size.path("row_count").asLong(0)));
        say("Size", Quantity.bytes(size.path("bytes").asLong(0)));
      }
      if (document.path("quarantine_rows").isNumber()) {
        say("Quarantined", Quantity.count(document.path("quarantine_rows").asLong(0)));
      }
      terminal().say("");
    }

    private void say(String what, String value) {
      if (!value.isEmpty()) {
        terminal().say(what + ": " + value);
      }
    }
  }

  @Command(
      name = "data",
      description = {
        "Shows rows of a data source. A mirror holds changes: --final shows the table as it is now."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  nightjar datasource data orders --final",
        "  nightjar datasource data orders --limit 100 --output csv"
      })
  static final class Data extends ServerTask {

    @Parameters(paramLabel = "DATASOURCE", description = "The data source.")
    String datasource;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "10",
        description = "How many rows at most (default: ${DEFAULT-VALUE}).")
    int limit;

    @Option(names = "--final", description = "One row an item, without those that are deleted.")
    boolean isFinal;

    Data(Environment environment) {
      super(environment);
    }

    @Override
    int run(ServerClient server) {
      if (limit < 0) {
        throw new ParameterException(spec.commandLine(), "--limit: rows cannot be fewer than 0.");
      }
      String name = "`" + datasource.replace("\\", "\\\\").replace("`", "\\`") + "`";
      String sql = "SELECT * FROM " + name + (isFinal ? " FINAL" : "") + " LIMIT " + limit;
      new QueryResult(terminal(), client.format()).show(server, sql);
      return 0;
    }
  }

  @Command(
      name = "pause",
      aliases = "stop",
      description = {
        "Holds a mirror: nothing is read from its stream until `resume`. DynamoDB keeps changes for 24"
            + " hours; a mirror that is paused for longer exports its table again."
      },
      footerHeading = "%nExample:%n",
      footer = "  nightjar datasource pause orders")
  static final class Pause extends OfMirror {

    Pause(Environment environment) {
      super(environment, "pause");
    }
  }

  @Command(
      name = "resume",
      aliases = "start",
      description = "Lets a mirror go on.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar datasource resume orders")
  static final class Resume extends OfMirror {

    Resume(Environment environment) {
      super(environment, "resume");
    }
  }

  /** Tells a mirror something. */
  abstract static class OfMirror extends ServerTask {
    private final String what;

    @Parameters(paramLabel = "DATASOURCE", description = "The data source with the mirror.")
    String datasource;

    OfMirror(Environment environment, String what) {
      super(environment);
      this.what = what;
    }

    @Override
    int run(ServerClient server) {
      JsonNode mirror = server.send("/v1/mirrors/" + ServerClient.encode(datasource) + "/" + what);
      print(new Done("✓ " + datasource + " is " + mirror.path("state").asString(""), mirror));
      return 0;
    }
  }
}
