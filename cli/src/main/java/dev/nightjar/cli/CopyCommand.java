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

@Command(
    name = "copy",
    description = "Pipes whose result goes into a data source.",
    synopsisSubcommandLabel = "(run | pause | resume)",
    footerHeading = "%nExamples:%n",
    footer = {"  nightjar copy run daily_sales", "  nightjar copy pause daily_sales"})
final class CopyCommand extends CommandGroup {

  static CommandLine line(Environment environment) {
    return new CommandLine(new CopyCommand())
        .addSubcommand(new Run(environment))
        .addSubcommand(new Pausing(environment))
        .addSubcommand(new Resuming(environment));
  }

  @Command(
      name = "run",
      description = "Runs a copy pipe, and waits until its rows are in.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  nightjar copy run daily_sales",
        "  nightjar copy run daily_sales --param day=2026-01-31 --mode replace"
      })
  static final class Run implements Callable<Integer> {
    private final Environment environment;

    @Mixin ClientOptions client;

    @Parameters(paramLabel = "PIPE", description = "The copy pipe.")
    String pipe;

    @Option(
        names = "--param",
        paramLabel = "NAME=VALUE",
        description = "A parameter of the pipe's template; may be repeated.")
    Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
        names = "--mode",
        paramLabel = "MODE",
        description = "append or replace (default: what its file says).")
    Optional<String> mode = Optional.empty();

    @Option(names = "--no-wait", description = "Do not wait for its end.")
    boolean noWait;

    Run(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Integer call() {
      try (ServerClient server = client.connect(environment)) {
        Map<String, String> fields = new LinkedHashMap<>(parameters);
        mode.ifPresent(word -> fields.put("_mode", word));
        JsonNode begun =
            server
                .form("POST", "/v0/pipes/" + ServerClient.encode(pipe) + "/copy", fields)
                .path("job");
        JsonNode job = noWait ? begun : RunningJob.await(server, begun);
        String target = job.path("datasource").path("name").asString("");
        String text =
            noWait
                ? "✓ the job " + job.path("id").asString("") + " copies " + pipe + " to " + target
                : "✓ "
                    + RowCount.of(job.path("statistics").path("row_count").asLong(0))
                    + " copied by "
                    + pipe
                    + " to "
                    + target;
        new Done(text, job).print(client.format(), environment.terminal());
      }
      return 0;
    }
  }

  /** Stops or starts the runs by the schedule. */
  private abstract static class Scheduling implements Callable<Integer> {
    private final Environment environment;
    private final String action;
    private final String done;

    @Mixin ClientOptions client;

    @Parameters(paramLabel = "PIPE", description = "The copy pipe.")
    String pipe;

    Scheduling(Environment environment, String action, String done) {
      this.environment = environment;
      this.action = action;
      this.done = done;
    }

    @Override
    public Integer call() {
      try (ServerClient server = client.connect(environment)) {
        JsonNode answer = server.send("/v0/pipes/" + ServerClient.encode(pipe) + "/copy/" + action);
        new Done("✓ the schedule of " + pipe + " " + done, answer)
            .print(client.format(), environment.terminal());
      }
      return 0;
    }
  }

  @Command(
      name = "pause",
      description = "Stops the runs of a copy pipe by its schedule.",
      footerHeading = "%nExamples:%n",
      footer = {"  nightjar copy pause daily_sales"})
  static final class Pausing extends Scheduling {
    Pausing(Environment environment) {
      super(environment, "pause", "is paused");
    }
  }

  @Command(
      name = "resume",
      description = "Starts them again; times that passed meanwhile are skipped.",
      footerHeading = "%nExamples:%n",
      footer = {"  nightjar copy resume daily_sales"})
  static final class Resuming extends Scheduling {
    Resuming(Environment environment) {
      super(environment, "resume", "goes on");
    }
  }
}
