package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerClient;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
    name = "status",
    description = "Shows every mirror: its state, what is loaded, how far behind it is.",
    footerHeading = "%nExamples:%n",
    footer = {"  nightjar status --watch", "  nightjar status --output json"})
final class StatusCommand implements Callable<Integer> {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[2J";

  private final Environment environment;

  @Mixin ClientOptions client;

  @Option(names = "--watch", description = "Look again every second, until Ctrl-C.")
  boolean watch;

  StatusCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    Terminal terminal = environment.terminal();
    try (ServerClient server = client.connect(environment)) {
      do {
        JsonNode mirrors = server.get("/v1/mirrors");
        if (watch && terminal.interactive()) {
          terminal.out().print(HOME_AND_CLEAR);
        }
        show(mirrors, terminal);
        if (watch) {
          Pause.REAL.sleep(BETWEEN_LOOKS);
        }
      } while (watch);
    }
    return 0;
  }

  private void show(JsonNode mirrors, Terminal terminal) {
    if (client.format() == OutputFormat.HUMAN && mirrors.isEmpty()) {
      terminal.say(
          "No mirrors. `nightjar build --with-connections` starts those of a project's folder.");
      return;
    }
    MirrorTable.of(mirrors, Clock.systemUTC().instant()).print(client.format(), terminal);
  }
}
