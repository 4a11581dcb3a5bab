package dev.nightjar.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code ./nightjar bench whole}: a table's whole life, in processes as users have them. */
@Command(
    name = "whole",
    mixinStandardHelpOptions = true,
    description =
        "Mirrors tables of a local AWS, each part in a process of its own, and measures: rows per"
            + " second of the backfill, freshness, memory, and the start of a deployed server.",
    footer = {
      "",
      "Examples:",
      "  ./nightjar bench whole",
      "  ./nightjar bench whole --items 1000000 --seconds 60",
      "  ./nightjar bench whole --items 50000,200000 --json"
    })
final class WholeBench implements Callable<Integer> {
  @Option(
      names = "--items",
      split = ",",
      defaultValue = "100000,400000",
      description = "Items of the tables, one run each (default: ${DEFAULT-VALUE}).")
  private List<Integer> items;

  @Option(
      names = "--changes-per-second",
      defaultValue = "200",
      description = "Writes while freshness is measured (default: ${DEFAULT-VALUE}).")
  private double changesPerSecond;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description = "How long freshness is measured (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--json", description = "Print the JSON object alone.")
  private boolean json;

  @Override
  public Integer call() {
    // The AWS SDK's and its HTTP client's own words would drown the table.
    List<Measurement> runs = new ArrayList<>();
    for (int count : items) {
      runs.add(inOwnFolder(new Measurement.Plan(count, changesPerSecond, seconds)));
    }
    if (!json) {
      print(runs);
    }
    System.out.println(new JsonMapper().writeValueAsString(report(runs)));
    return 0;
  }

  private static Measurement inOwnFolder(Measurement.Plan plan) {
    try (ScratchFolder folder = ScratchFolder.create()) {
      return Measurement.run(plan, folder.path());
    }
  }

  private void print(List<Measurement> runs) {
    System.out.printf(
        Locale.ROOT,
        "Java %s, %d processors%n%n%12s %14s %12s %12s %12s %18s %14s%n",
        Runtime.version().feature(),
        Runtime.getRuntime().availableProcessors(),
        "items",
        "backfill/s",
        "fresh p50",
        "fresh p99",
        "start",
        "heap and direct",
        "resident");
    for (Measurement run : runs) {
      System.out.printf(
          Locale.ROOT,
          "%12d %14.0f %9d ms %9d ms %10.2f s %14.0f MiB %10.0f MiB%n",
          run.items(),
          run.rowsPerSecond(),
          run.freshness().percentile(0.5),
          run.freshness().percentile(0.99),
          run.start().toNanos() / 1e9,
          mebibytes(run.heapAndDirectBytes()),
          mebibytes(run.residentBytes()));
    }
    System.out.println();
  }

  private static double mebibytes(long bytes) {
    return bytes / 1048576.0;
  }

  private static ObjectNode report(List<Measurement> runs) {
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("processors", Runtime.getRuntime().availableProcessors());
    for (Measurement run : runs) {
      ObjectNode one = report.withArray("runs").addObject();
      one.put("items", run.items());
      one.put("export_rows", run.exportRows());
      one.put("backfill_seconds", run.backfillSeconds());
      one.put("backfill_rows_per_second", Math.round(run.rowsPerSecond()));
      one.put("freshness_p50_ms", run.freshness().percentile(0.5));
      one.put("freshness_p99_ms", run.freshness().percentile(0.99));
      one.put("start_seconds", run.start().toNanos() / 1e9);
      one.put("heap_and_direct_mib", Math.round(mebibytes(run.heapAndDirectBytes())));
      one.put("resident_mib", Math.round(mebibytes(run.residentBytes())));
    }
    report.put(
        Summary.PEAK_HEAP,
        Math.round(
            runs.stream().mapToLong(Measurement::heapAndDirectBytes).max().orElseThrow() / 1e6));
    return report;
  }
}
