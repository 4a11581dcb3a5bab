package dev.nightjar.cli;

import dev.nightjar.cli.api.Answer;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.text.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "pipe",
    aliases = "endpoint",
    description = "The pipes of the workspace: SQL over its tables, published or materialized.",
    synopsisSubcommandLabel = "(ls | data)",
    footerHeading = "%nExamples:%n",
    footer = {"  nightjar pipe ls", "  nightjar pipe data orders_of customer=shop-7 --output csv"})
final class PipeCommand extends CommandGroup {

  static CommandLine line(Environment environment) {
    return new CommandLine(new PipeCommand())
        .addSubcommand(new Ls(environment))
        .addSubcommand(new Data(environment));
  }

  @Command(
      name = "ls",
      description = "Lists the pipes and what they are.",
      footerHeading = "%nExample:%n",
      footer = "  nightjar pipe ls --output json")
  static final class Ls extends ServerTask {

    Ls(Environment environment) {
      super(environment);
    }

    @Override
    int run(ServerClient server) {
      JsonNode document = server.get("/v0/pipes");
      TextTable table = TextTable.of("NAME", "TYPE", "NODES", "UPDATED", "URL");
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("name", "type", "nodes", "updated_at", "url"));
      for (JsonNode pipe : document.path("pipes")) {
        boolean published = pipe.path("type").asString("").equals("endpoint");
        String name = pipe.path("name").asString("");
        List<String> row =
            List.of(
                name,
                pipe.path("type").asString(""),
                pipe.path("nodes")
                    .valueStream()
                    .map(node -> node.path("name").asString(""))
                    .collect(Collectors.joining(", ")),
                pipe.path("updated_at").asString(""),
                published ? server.base() + "/v0/pipes/" + name + ".json" : "");
        table.row(row);
        rows.add(row);
      }
      print(new Listing(table, rows, document));
      return 0;
    }
  }

  @Command(
      name = "data",
      description = "Asks a published pipe, and prints what it answers.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  nightjar pipe data orders_of customer=shop-7",
        "  nightjar pipe data orders_of --param customer=shop-7 --output csv"
      })
  static final class Data extends ServerTask {

    @Parameters(index = "0", paramLabel = "PIPE", description = "The pipe.")
    String pipe;

    @Parameters(index = "1..*", paramLabel = "NAME=VALUE", description = "Parameters of the pipe.")
    Map<String, String> given = new LinkedHashMap<>();

    @Option(
        names = "--param",
        paramLabel = "NAME=VALUE",
        description = "A parameter of the pipe; may be repeated.")
    Map<String, String> parameters = new LinkedHashMap<>();

    Data(Environment environment) {
      super(environment);
    }

    @Override
    int run(ServerClient server) {
      Map<String, String> all = new LinkedHashMap<>(parameters);
      all.putAll(given);
      String query =
          all.entrySet().stream()
              .map(entry ->
                  ServerClient.encode(entry.getKey()) + "=" + ServerClient.encode(entry.getValue()))
              .collect(Collectors.joining("&"));
      String extension = client.format() == OutputFormat.CSV ? ".csv" : ".json";
      Answer answer =
          server
              .ask(
                  "/v0/pipes/"
                      + ServerClient.encode(pipe)
                      + extension
                      + (query.isEmpty() ? "" : "?" + query))
              .required();
      if (client.format() == OutputFormat.HUMAN) {
        new QueryResult(terminal(), client.format()).show(answer);
      } else {
        terminal().out().print(QueryResult.lineEnded(answer.body()));
      }
      terminal().out().flush();
      return 0;
    }
  }
}
