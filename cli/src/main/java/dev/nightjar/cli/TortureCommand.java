package dev.nightjar.cli;

import dev.nightjar.proving.world.BrokenHistory;
import dev.nightjar.proving.world.SeedRange;
import dev.nightjar.proving.world.Torture;
import dev.nightjar.proving.world.TortureReport;
import dev.nightjar.proving.world.script.Sabotage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "torture",
    description = {
      "Proves the mirror by simulation: the real mirror over a model of AWS and ClickHouse, in"
          + " virtual time; what is written, what fails and when the server is killed is drawn by"
          + " the seed. The same seed is the same history.",
      "After each history the mirrored table must equal the table, each change must be there once,"
          + " and nothing that the mirror said of itself may have been wrong. A history that breaks"
          + " a promise is made as small as it gets and printed; the exit code is 1 then.",
      "A promise that is broken beside other histories and not again alone is printed and not counted.",
      "Ctrl-C ends it with what became of the histories until then."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar torture                       the seeds of the normal tests",
      "  nightjar torture --seeds 1..1000000 --minutes 60",
      "  nightjar torture --seeds 4711          one history again",
      "  nightjar torture --seeds 1..5000 --json --jobs 8",
      "  nightjar torture --sabotage tombstone_forgotten    what a broken promise looks like"
    })
final class TortureCommand implements Callable<Integer> {
  private static final int ENOUGH_BROKEN = 10;
  private static final long TOLD_EVERY = 100;

  /** What a shell has for a command that Ctrl-C ended. */
  private static final int STOPPED = 130;

  private final Environment environment;
  private final JsonMapper json = JsonMapper.builder().build();

  @Option(
      names = "--seeds",
      defaultValue = "1..2000",
      paramLabel = "A..B",
      converter = SeedsConverter.class,
      description = "The seeds of the histories (default: ${DEFAULT-VALUE}).")
  SeedRange seeds;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Begin no history after so many minutes (default: run all).")
  Optional<Integer> minutes = Optional.empty();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Histories at a time (default: one for each processor).")
  Optional<Integer> jobs = Optional.empty();

  @Option(
      names = "--sabotage",
      defaultValue = "none",
      paramLabel = "ERROR",
      description =
          "Put an error into the world on purpose, to see it found (default: ${DEFAULT-VALUE}; one"
              + " of ${COMPLETION-CANDIDATES}).")
  Sabotage sabotage;

  @Option(names = "--json", description = "One JSON object at the end instead of text.")
  boolean asJson;

  TortureCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    int parallel = jobs.orElse(Runtime.getRuntime().availableProcessors());
    if (parallel < 1 || minutes.orElse(1) < 1) {
      throw new UserException("--jobs and --minutes are 1 or more.");
    }
    InstantSource clock = InstantSource.system();
    var began = clock.instant();
    try (Interruption interruption = new Interruption()) {
      TortureReport report =
          new Torture(sabotage, parallel, ENOUGH_BROKEN, clock)
              .run(seeds, minutes.map(Duration::ofMinutes), this::tell);
      Duration took = Duration.between(began, clock.instant());
      if (asJson) {
        environment.terminal().say(json.writeValueAsString(object(report, took)));
      } else {
        print(report, took);
      }
      return interruption.requested() ? STOPPED : report.broken().isEmpty() ? 0 : 1;
    }
  }

  private void tell(long histories, int broken) {
    if (histories % TOLD_EVERY == 0) {
      environment
          .terminal()
          .note(histories + " of " + seeds.size() + " histories, " + broken + " broken promises");
    }
  }

  private void print(TortureReport report, Duration took) {
    Terminal terminal = environment.terminal();
    report.broken().forEach(broken -> broken.report().forEach(terminal::say));
    for (BrokenHistory once : report.unrepeated()) {
      terminal.say(
          "seed %d broke a promise at %s, call %d, beside other histories, and not again alone (--jobs 1):"
              .formatted(once.seed(), once.at(), once.step()));
      terminal.say("  " + once.violation());
    }
    terminal.say(
        "%s%d histories in %d s: the server was killed %d times in %d calls, the mirror healed %d times; %d broke a promise."
            .formatted(
                report.stopped() ? "Stopped after " : "",
                report.histories(),
                took.toSeconds(),
                report.kills(),
                report.calls(),
                report.healings(),
                report.broken().size()));
    report.ends().forEach((end, count) -> terminal.say("  %6d  %s".formatted(count, end)));
  }

  private ObjectNode object(TortureReport report, Duration took) {
    ObjectNode object =
        json.createObjectNode()
            .put("seeds", seeds.toString())
            .put("histories", report.histories())
            .put("kills", report.kills())
            .put("healings", report.healings())
            .put("calls", report.calls())
            .put("seconds", took.toSeconds())
            .put("stopped", report.stopped());
    ObjectNode ends = object.putObject("ends");
    report.ends().forEach(ends::put);
    put(object.putArray("broken"), report.broken());
    put(object.putArray("unrepeated"), report.unrepeated());
    return object;
  }

  private static void put(ArrayNode broken, List<BrokenHistory> histories) {
    for (BrokenHistory history : histories) {
      ObjectNode one =
          broken
              .addObject()
              .put("seed", history.seed())
              .put("violation", history.violation())
              .put("at", history.at())
              .put("step", history.step());
      history.events().forEach(one.putArray("events")::add);
    }
  }

  static final class SeedsConverter implements ITypeConverter<SeedRange> {

    @Override
    public SeedRange convert(String text) {
      try {
        return SeedRange.parse(text);
      } catch (IllegalArgumentException wrong) {
        throw new TypeConversionException(wrong.getMessage() + ".");
      }
    }
  }
}
