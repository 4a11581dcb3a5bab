package dev.nightjar.benchmarks;

import dev.nightjar.benchmarks.PartProcess.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code ./nightjar bench}: measures everything, each part in a process of its own. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    subcommands = {
      EncodeBench.class,
      BackfillBench.class,
      TailingBench.class,
      IdleBench.class,
      MemoryBench.class,
      WholeBench.class,
      EndpointBench.class,
      BadInputBench.class,
      JmhBench.class
    },
    description =
        "Measures encoding, the backfill beside what else one could use, tailing, and a whole"
            + " server; prints one table, and one JSON object as the last line.",
    footer = {
      "",
      "Examples:",
      "  ./nightjar bench --quick",
      "  ./nightjar bench --json",
      "  ./nightjar bench --write docs/performance.md",
      "  ./nightjar bench backfill",
      "  ./nightjar bench idle",
      "  ./nightjar bench memory --gigabytes 100",
      "  ./nightjar bench endpoint",
      "  ./nightjar bench bad-input",
      "  ./nightjar bench jmh"
    })
public final class Bench implements Callable<Integer> {
  @Option(names = "--quick", description = "Less of everything: under five minutes.")
  private boolean quick;

  @Option(names = "--json", description = "Print the JSON object alone.")
  private boolean json;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description =
          "Put the table and the charts into a Markdown file, between its lines"
              + " <!-- bench --> and <!-- /bench -->.")
  private Optional<Path> document = Optional.empty();

  /** Runs it; exits 0 when it could measure. */
  public static void main(String[] arguments) {
    // A line to the log for every request would be measured, too.
    Part.quiet();
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  @Override
  public Integer call() {
    ObjectNode measured = Machine.describe(new JsonMapper().createObjectNode());
    for (Kind kind : Kind.values()) {
      System.err.println(kind.command() + " …");
      take(measured, kind, PartProcess.run(kind, quick));
    }
    List<Summary.Line> summary = Summary.of(measured);
    if (!json) {
      System.out.println(Summary.text(measured, summary));
    }
    document.ifPresent(file -> Document.write(file, measured, summary));
    System.out.println(new JsonMapper().writeValueAsString(measured));
    return 0;
  }

  /** The parts' headline figures stand beside each other, their details under their names. */
  static void take(ObjectNode measured, Kind kind, ObjectNode part) {
    measured.set(kind.command(), part);
    for (String headline : Summary.HEADLINES) {
      if (part.has(headline) && !isLess(headline, part, measured)) {
        measured.set(headline, part.path(headline));
      }
    }
  }

  /** Of several parts' heaps the largest counts. */
  private static boolean isLess(String headline, ObjectNode part, ObjectNode measured) {
    return headline.equals(Summary.PEAK_HEAP)
        && measured.has(headline)
        && part.path(headline).asDouble() < measured.path(headline).asDouble();
  }
}
