package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "job",
    description = "What the server does in the background, or did.",
    synopsisSubcommandLabel = "(ls | details | cancel)",
    footerHeading = "%nExamples:%n",
    footer = {"  nightjar job ls --status working", "  nightjar job details ID"})
final class JobCommand extends CommandGroup {

  /** An error's beginning; `job details` has all of it. */
  private static final int WIDEST = 60;

  static CommandLine line(Environment environment) {
    return new CommandLine(new JobCommand())
        .addSubcommand(new Ls(environment))
        .addSubcommand(new Details(environment))
        .addSubcommand(new Cancel(environment));
  }

  @Command(
      name = "ls",
      description = "Lists the jobs, the newest first.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  nightjar job ls",
        "  nightjar job ls --status error --kind import --output json"
      })
  static final class Ls implements Callable<Integer> {
    private final Environment environment;

    @Mixin ClientOptions client;

    @Option(
        names = "--status",
        paramLabel = "STATUS",
        description = "Only those: waiting, working, done, error or cancelled.")
    Optional<String> status = Optional.empty();

    @Option(
        names = "--kind",
        paramLabel = "KIND",
        description = "Only those: import, copy, delete_data, deployment.")
    Optional<String> kind = Optional.empty();

    Ls(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      String query =
          status.map(word -> "&status=" + ServerClient.encode(word)).orElse("")
              + kind.map(word -> "&kind=" + ServerClient.encode(word)).orElse("");
      try (ServerClient server = client.connect(environment)) {
        JsonNode document = server.get("/v0/jobs?" + query);
        TextTable table =
            new TextTable(
                List.of("ID", "KIND", "STATUS", "ABOUT", "BEGUN", "ERROR"),
                List.of(false, false, false, false, false, false),
                WIDEST);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("id", "kind", "status", "about", "created_at", "error"));
        for (JsonNode job : document.path("jobs")) {
          List<String> row =
              List.of(
                  job.path("id").asString(""),
                  job.path("kind").asString(""),
                  job.path("status").asString(""),
                  about(job),
                  job.path("created_at").asString(""),
                  job.path("error").asString(""));
          table.row(row);
          rows.add(row);
        }
        new Listing(table, rows, document).print(client.format(), environment.terminal());
      }
      return 0;
    }

    private static String about(JsonNode job) {
      String pipe = job.path("pipe_name").asString("");
      return pipe.isEmpty() ? job.path("datasource").path("name").asString("") : pipe;
    }
  }

  @Command(
      name = "details",
      description = "Prints all that is known of a job.",
      footerHeading = "%nExamples:%n",
      footer = {"  nightjar job details 1f0e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"})
  static final class Details implements Callable<Integer> {
    private final Environment environment;

    @Mixin ClientOptions client;

    @Parameters(paramLabel = "ID", description = "The job's id.")
    String id;

    Details(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      try (ServerClient server = client.connect(environment)) {
        JsonNode job = server.get("/v0/jobs/" + ServerClient.encode(id));
        if (client.format() != OutputFormat.HUMAN) {
          new Done("", job).print(client.format(), environment.terminal());
          return 0;
        }
        TextTable table = TextTable.of("NAME", "VALUE");
        job.propertyStream()
            .forEach(field ->
                table.row(
                    field.getKey(),
                    field.getValue().isValueNode()
                        ? field.getValue().asString("")
                        : field.getValue().toString()));
        table.lines().forEach(environment.terminal()::say);
      }
      return 0;
    }
  }

  @Command(
      name = "cancel",
      description = "Ends a job that waits or works.",
      footerHeading = "%nExamples:%n",
      footer = {"  nightjar job cancel 1f0e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"})
  static final class Cancel implements Callable<Integer> {
    private final Environment environment;

    @Mixin ClientOptions client;

    @Parameters(paramLabel = "ID", description = "The job's id.")
    String id;

    Cancel(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      try (ServerClient server = client.connect(environment)) {
        JsonNode job = server.send("/v0/jobs/" + ServerClient.encode(id) + "/cancel");
        new Done("✓ the job " + id + " is " + job.path("status").asString("being cancelled"), job)
            .print(client.format(), environment.terminal());
      }
      return 0;
    }
  }
}
