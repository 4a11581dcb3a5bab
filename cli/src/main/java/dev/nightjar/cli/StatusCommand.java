package dev.nightjar.cli;

import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.api.ServerException;
import dev.nightjar.cli.api.UnreachableException;
import dev.nightjar.cli.text.Redrawing;
import dev.nightjar.cli.text.Wrapped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
    name = "status",
    description = "Shows every mirror: its state, what is loaded, how far behind it is.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar status --watch",
      "  nightjar status --shards",
      "  nightjar status --output json",
      "",
      "ALARM tells how much is left of the 24 hours that DynamoDB keeps changes: ok, warn (less than",
      "18 hours), critical (less than 6).",
      "",
      "Exit codes: 0; 1 where a mirror is FAILED or its alarm is critical, or the server does not",
      "answer."
    })
final class StatusCommand implements Callable<Integer> {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Environment environment;

  @Mixin ClientOptions client;

  @Option(
      names = "--watch",
      description = "Look again every second, until Ctrl-C; JSON is one line a look then.")
  boolean watch;

  @Option(
      names = "--shards",
      description =
          "Also every open shard, the one that is worst first (usual: a few of each mirror"
              + " that needs somebody).")
  boolean shards;

  StatusCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    try (ServerClient server = client.connect(environment)) {
      if (!watch) {
        JsonNode mirrors = look(server);
        show(mirrors);
        return needsSomebody(mirrors) ? 1 : 0;
      }
      if (environment.terminal().interactive() && client.format() == OutputFormat.HUMAN) {
        watchAtTerminal(server);
      } else {
        watchInLines(server);
      }
      return 0;
    }
  }

  private JsonNode look(ServerClient server) {
    return server.get("/v1/mirrors" + (shards ? "?shards=all" : ""));
  }

  private static boolean needsSomebody(JsonNode mirrors) {
    return StreamSupport.stream(mirrors.spliterator(), false)
        .anyMatch(mirror ->
            mirror.path("state").asString("").equals("FAILED")
                || mirror.path("alarm").asString("").equals("critical"));
  }

  private void show(JsonNode mirrors) {
    Terminal terminal = environment.terminal();
    switch (client.format()) {
      case HUMAN -> lines(mirrors, width()).forEach(terminal::say);
      case CSV, JSON -> listing(mirrors).print(client.format(), terminal);
    }
  }

  private int width() {
    if (!environment.terminal().interactive()) {
      return Integer.MAX_VALUE;
    }
    try (TerminalSize size = TerminalSize.ofProcess()) {
      return size.width();
    }
  }

  private static Listing listing(JsonNode mirrors) {
    return MirrorTable.of(mirrors, Clock.systemUTC().instant());
  }

  private List<String> lines(JsonNode mirrors, int width) {
    if (mirrors.isEmpty()) {
      return List.of(
          "No mirrors. `nightjar build --with-connections` starts those of a project's folder.");
    }
    Instant now = Clock.systemUTC().instant();
    List<String> lines = new ArrayList<>(MirrorTable.lines(mirrors, now, width));
    lines.addAll(shards ? ShardTable.all(mirrors, now) : ShardTable.worst(mirrors, now));
    return lines;
  }

  /** Draws until Ctrl-C, which leaves the terminal as it was found. */
  private void watchAtTerminal(ServerClient server) {
    try (Interruption interruption = new Interruption();
        TerminalSize size = TerminalSize.ofProcess();
        Redrawing screen = new Redrawing(environment.terminal().out())) {
      try {
        while (!interruption.requested()) {
          int width = size.width();
          screen.draw(seen(server, width), width, size.height());
          sleep();
        }
      } catch (UserException e) {
        // Ctrl-C in the middle of a question is no failure.
        if (!interruption.requested()) {
          throw e;
        }
      }
    }
  }

  private List<String> seen(ServerClient server, int width) {
    try {
      return lines(look(server), width);
    } catch (UnreachableException | ServerException e) {
      // It may be starting again; whoever watches wants to see when it is back.
      return Wrapped.lines(e.getMessage(), width);
    }
  }

  /** The interrupt of Ctrl-C is left for whoever asks next. */
  private static void sleep() {
    try {
      Thread.sleep(BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watchInLines(ServerClient server) {
    while (true) {
      JsonNode mirrors = look(server);
      if (client.format() == OutputFormat.JSON) {
        environment.terminal().say(Json.line(mirrors));
      } else {
        show(mirrors);
      }
      Pause.REAL.sleep(BETWEEN_LOOKS);
    }
  }
}
