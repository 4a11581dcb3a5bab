package dev.nightjar.cli.chaos;

import dev.nightjar.cli.Environment;
import dev.nightjar.cli.Interruption;
import dev.nightjar.cli.Terminal;
import dev.nightjar.cli.UserException;
import dev.nightjar.cli.files.FileTrouble;
import dev.nightjar.proving.chaos.Chaos;
import dev.nightjar.proving.chaos.ChaosFailedException;
import dev.nightjar.proving.chaos.ChaosOptions;
import dev.nightjar.proving.chaos.ChaosReport;
import dev.nightjar.proving.chaos.MisfortuneKind;
import dev.nightjar.proving.chaos.Saboteur;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code nightjar chaos}. */
@Command(
    name = "chaos",
    description = {
      "Proves the mirror under fire: a server as a process of its own mirrors a table that is"
          + " written to, is killed again and again, in backfill and in tailing, its connections are"
          + " cut and slowed, AWS fails and shards roll. Then every change and every item is"
          + " compared.",
      "In runs of at least four minutes without --kills, each round has a misfortune besides, all"
          + " kinds in turn: see --misfortune. What operations.md leaves to a person is done.",
      "The last line, and the only one on standard output, is JSON. Exit code 1 if anything was"
          + " lost, doubled, out of order or altered, or a misfortune did not come that should have;"
          + " the folder is kept then."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar chaos --minutes 10",
      "  nightjar chaos --minutes 60 --clickhouse remote     the database is killed too",
      "  nightjar chaos --power-cuts --minutes 10            what was not synced is gone, too",
      "  nightjar chaos --misfortune stream-replaced,export-bad --minutes 20",
      "  nightjar chaos --kills 20 --seed 7 --folder /tmp/fire"
    })
public final class ChaosCommand implements Callable<Integer> {

  /** Where the database runs. */
  enum Database {
    /** In the server's process. */
    EMBEDDED,
    /** In a process of its own, which is killed too. */
    REMOTE
  }

  private final Environment environment;
  private final Saboteur saboteur;

  @Spec CommandSpec spec;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      paramLabel = "N",
      description =
          "How long the fire lasts, such as 0.5; comparing comes on top (default:"
              + " ${DEFAULT-VALUE}).")
  double minutes;

  @Option(
      names = "--kills",
      paramLabel = "N",
      description =
          "End after so many kills, though the time is not over; mirrors are deployed in peace then"
              + " (default: no limit).")
  Optional<Long> kills = Optional.empty();

  @Option(
      names = "--clickhouse",
      defaultValue = "embedded",
      paramLabel = "WHERE",
      description =
          "embedded, or remote: `nightjar clickhouse` as a process of its own, which is killed too"
              + " (default: ${DEFAULT-VALUE}).")
  Database clickHouse;

  @Option(
      names = "--power-cuts",
      description =
          "Take out of the server's folder what it has not synced when it is killed; needs strace,"
              + " and the embedded database (default: off).")
  boolean powerCuts;

  @Option(
      names = "--torn-writes",
      description =
          "With --power-cuts: at every other one a drawn part of what was not synced is there all"
              + " the same. What views see twice then is counted apart (default: off).")
  boolean tornWrites;

  @Option(
      names = "--misfortune",
      split = ",",
      paramLabel = "KIND",
      description =
          "What befalls the rounds, in turn: ${COMPLETION-CANDIDATES}. A round that loads its table"
              + " anew takes four minutes and more (default: all in runs of at least four minutes"
              + " without --kills, none in others).")
  List<MisfortuneKind> misfortunes = List.of();

  @Option(
      names = "--items",
      defaultValue = "4000",
      paramLabel = "N",
      description = "How many items the table has at first (default: ${DEFAULT-VALUE}).")
  int items;

  @Option(
      names = "--changes-per-second",
      defaultValue = "60",
      paramLabel = "N",
      description = "How fast to write (default: ${DEFAULT-VALUE}).")
  double changesPerSecond;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides what is written and what happens (default: a random one).")
  Optional<Long> seed = Optional.empty();

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description =
          "Where data and logs are; must not be there yet (default: a temporary folder, deleted when"
              + " all was well).")
  Optional<Path> folder = Optional.empty();

  /** The command in that environment. */
  public ChaosCommand(Environment environment) {
    this(environment, Saboteur.NONE);
  }

  ChaosCommand(Environment environment, Saboteur saboteur) {
    this.environment = environment;
    this.saboteur = saboteur;
  }

  @Override
  public Integer call() {
    if (!(minutes > 0) || items < 0 || !(changesPerSecond > 0) || kills.orElse(1L) < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--minutes, --kills and --changes-per-second take numbers above 0, --items one from 0.");
    }
    if (powerCuts && clickHouse == Database.REMOTE) {
      throw new ParameterException(
          spec.commandLine(),
          "--power-cuts are for the embedded database: leave --clickhouse out.");
    }
    if (powerCuts && !ChaosOptions.powerCutsPossible()) {
      throw new UserException(
          "--power-cuts need strace, with the right to trace: install it, or leave them out.");
    }
    if (tornWrites && !powerCuts) {
      throw new ParameterException(
          spec.commandLine(), "--torn-writes are for --power-cuts: add them.");
    }
    Path kept = prepare();
    Duration time = Duration.ofMillis(Math.round(minutes * 60_000));
    OptionalLong most = kills.map(OptionalLong::of).orElse(OptionalLong.empty());
    ChaosOptions options =
        new ChaosOptions(
            time,
            most,
            clickHouse == Database.REMOTE,
            powerCuts,
            tornWrites,
            misfortunes.isEmpty() ? MisfortuneKind.usual(time, most) : misfortunes,
            items,
            changesPerSecond,
            seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(1_000_000_000)),
            kept);
    boolean good = run(options);
    if (good && folder.isEmpty()) {
      delete(kept);
    } else if (!good) {
      environment.terminal().note("Data and logs are kept in " + kept + ".");
    }
    return good ? 0 : 1;
  }

  private boolean run(ChaosOptions options) {
    Terminal terminal = environment.terminal();
    terminal.note(
        "Data and logs are in " + options.folder() + ", the seed is " + options.seed() + ".");
    Chaos chaos =
        new Chaos(options, new JavaLauncher(), HttpServerPort::new, saboteur, terminal::note);
    try (Interruption interruption = new Interruption()) {
      try {
        ChaosReport report = chaos.run();
        terminal.say(report.json());
        return report.good();
      } catch (InterruptedException | RuntimeException e) {
        // Whatever was under way fails in its own way when it is interrupted.
        if (interruption.requested()) {
          terminal.note("Stopped; nothing was compared.");
          return false;
        }
        throw failed(options, e);
      }
    }
  }

  private static RuntimeException failed(ChaosOptions options, Exception e) {
    String where =
        " (seed " + options.seed() + "; data and logs are kept in " + options.folder() + ")";
    return e instanceof ChaosFailedException
        ? new UserException(e.getMessage() + where, e)
        : new IllegalStateException(e + where, e);
  }

  private Path prepare() {
    try {
      if (folder.isEmpty()) {
        return Files.createTempDirectory("nightjar-chaos-");
      }
      Path wanted = environment.directory().resolve(folder.get());
      if (Files.exists(wanted)) {
        throw new UserException(wanted + " is there already. Choose another --folder.");
      }
      return Files.createDirectories(wanted);
    } catch (IOException e) {
      throw new UserException("The folder cannot be made: " + FileTrouble.of(e) + ".", e);
    }
  }

  private static void delete(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure)
                throws IOException {
              Files.delete(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
