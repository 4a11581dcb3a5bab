package dev.nightjar.cli.demo;

import dev.nightjar.cli.ClickHouseOptions;
import dev.nightjar.cli.Environment;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code nightjar demo}. */
@Command(
    name = "demo",
    description = {
      "Mirrors a living table on this machine alone: a local AWS, a server, a table that is filled,"
          + " exported, followed and compared."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar demo                               until Ctrl-C",
      "  nightjar demo --items 1000000 --port 7181",
      "  nightjar demo --exit --changes 2000         then compare everything, and end with 0 only",
      "                                              if nothing was lost, doubled or altered"
    })
public final class DemoCommand implements Callable<Integer> {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final Environment environment;

  @Spec CommandSpec spec;

  @Option(
      names = "--items",
      defaultValue = "100000",
      paramLabel = "N",
      description = "How many items to fill the table with (default: ${DEFAULT-VALUE}).")
  int items;

  @Option(
      names = "--changes-per-second",
      defaultValue = "200",
      paramLabel = "N",
      description = "How fast to write afterwards (default: ${DEFAULT-VALUE}).")
  double changesPerSecond;

  @Option(
      names = "--changes",
      paramLabel = "N",
      description = "How many changes to write, then stop writing (default: no end).")
  Optional<Long> changes = Optional.empty();

  @Option(
      names = "--exit",
      description = "When the changes are written, compare table and mirror, and end.")
  boolean exit;

  @Option(
      names = "--project",
      paramLabel = "DIR",
      description = "Where to write the project (default: below the data directory).")
  Optional<Path> project = Optional.empty();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where to keep everything (default: a new folder below ~/.nightjar/demo).")
  Optional<Path> dataDir = Optional.empty();

  @Option(
      names = "--port",
      defaultValue = "0",
      paramLabel = "PORT",
      description = "The server's port (default: any free one).")
  int port;

  @Option(
      names = "--aws-port",
      defaultValue = "0",
      paramLabel = "PORT",
      description = "The local AWS's port (default: any free one).")
  int awsPort;

  @Mixin ClickHouseOptions clickHouse;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Decides what is written (default: ${DEFAULT-VALUE}).")
  long seed;

  /** The command in that environment. */
  public DemoCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (items < 0 || changesPerSecond <= 0 || changes.orElse(0L) < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--items and --changes take numbers from 0, --changes-per-second one above 0.");
    }
    if (exit && changes.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--exit needs --changes N: after how many changes to end.");
    }
    DemoOptions options =
        new DemoOptions(
            items,
            changesPerSecond,
            changes.map(OptionalLong::of).orElse(OptionalLong.empty()),
            exit,
            resolved(dataDir).orElseGet(this::freshFolder),
            resolved(project),
            port,
            awsPort,
            clickHouse.remote(environment),
            seed);
    return new Demo(environment.terminal(), options).run() ? 0 : 1;
  }

  private Optional<Path> resolved(Optional<Path> path) {
    return path.map(environment.directory()::resolve);
  }

  private Path freshFolder() {
    return environment
        .home()
        .resolve(".nightjar")
        .resolve("demo")
        .resolve(STAMP.format(Clock.systemUTC().instant()));
  }
}
