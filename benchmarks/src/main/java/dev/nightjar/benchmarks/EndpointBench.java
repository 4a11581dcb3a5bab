package dev.nightjar.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code ./nightjar bench endpoint}: what an endpoint adds to the query behind it. */
@Command(
    name = "endpoint",
    mixinStandardHelpOptions = true,
    description =
        "Starts a server in this process and asks one endpoint: against the same SQL sent straight"
            + " to the engine, at a steady rate, by a thousand tokens with filters of their own, with"
            + " SQL of a filtered token, and for a large result.",
    footer = {
      "",
      "Examples:",
      "  ./nightjar bench endpoint",
      "  ./nightjar bench endpoint --seconds 60 --rate 400 --json"
    })
final class EndpointBench implements Callable<Integer> {
  @Option(
      names = "--rounds",
      defaultValue = "1000",
      description = "Pairs of a direct query and a request (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--rate",
      defaultValue = "200",
      description = "Requests a second (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "For how long (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--tokens",
      defaultValue = "1000",
      description = "Tokens with filters of their own (default: ${DEFAULT-VALUE}).")
  private int tokens;

  @Option(
      names = "--megabytes",
      defaultValue = "1024",
      description = "Size of the large result (default: ${DEFAULT-VALUE}).")
  private int megabytes;

  @Option(
      names = "--rows",
      defaultValue = "10000000",
      description = "Rows of the table of filtered SQL (default: ${DEFAULT-VALUE}).")
  private long rows;

  @Option(names = "--json", description = "Print the JSON object alone.")
  private boolean json;

  @Override
  public Integer call() {
    try (ServedEndpoint served = ServedEndpoint.start()) {
      // long before it is read: what that takes of memory is given back by then
      served.fillLarge((long) megabytes << 20);
      EndpointMeasurement.Added added = EndpointMeasurement.added(served, rounds);
      EndpointMeasurement.Steady steady = EndpointMeasurement.steady(served, rate, seconds);
      EndpointMeasurement.Filtered filtered = EndpointMeasurement.filtered(served, tokens, rounds);
      served.fillBig(rows);
      EndpointMeasurement.Guarded guarded = EndpointMeasurement.guarded(served, rounds / 5);
      EndpointMeasurement.Large large = EndpointMeasurement.large(served, (long) megabytes << 20);
      if (!json) {
        print(added, steady, filtered, guarded, large);
      }
      System.out.println(
          new JsonMapper().writeValueAsString(report(added, steady, filtered, guarded, large)));
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void print(
      EndpointMeasurement.Added added,
      EndpointMeasurement.Steady steady,
      EndpointMeasurement.Filtered filtered,
      EndpointMeasurement.Guarded guarded,
      EndpointMeasurement.Large large) {
    System.out.printf(
        Locale.ROOT,
        "Java %s, %d processors%n%n"
            + "%-48s %8.2f ms%n%-48s %8.2f ms%n%-48s %8.2f ms%n"
            + "%-48s %8.2f ms%n%-48s %8.2f ms%n%-48s %8d%n"
            + "%-48s %8.2f ms%n%-48s %8.2f ms%n%-48s %8.2f%n"
            + "%-48s %8.2f ms%n%-48s %8.2f ms%n%-48s %8.2f%n"
            + "%-48s %8.0f MB/s%n%-48s %8.0f MiB%n%-48s %8.0f MiB%n%n",
        Runtime.version().feature(),
        Runtime.getRuntime().availableProcessors(),
        "the SQL straight to the engine, median",
        added.direct().millis(0.5),
        "the endpoint, median",
        added.endpoint().millis(0.5),
        "added, median",
        added.addedMillis(),
        "p50 at " + rate + " requests/s",
        steady.answered().millis(0.5),
        "p99 at " + rate + " requests/s",
        steady.answered().millis(0.99),
        "refused at that rate",
        steady.refused(),
        "one token with a filter, median",
        filtered.one().millis(0.5),
        tokens + " tokens with filters, median",
        filtered.many().millis(0.5),
        "ratio",
        filtered.ratio(),
        "SQL of a token with a filter on the key, median",
        guarded.filtered().millis(0.5),
        "the same with the filter written, median",
        guarded.written().millis(0.5),
        "ratio",
        guarded.ratio(),
        "a result of " + megabytes + " MB",
        large.megabytesPerSecond(),
        "more memory while it was sent",
        large.more().residentBytes() / 1048576.0,
        "of it heap",
        large.more().heapBytes() / 1048576.0);
  }

  private ObjectNode report(
      EndpointMeasurement.Added added,
      EndpointMeasurement.Steady steady,
      EndpointMeasurement.Filtered filtered,
      EndpointMeasurement.Guarded guarded,
      EndpointMeasurement.Large large) {
    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("processors", Runtime.getRuntime().availableProcessors());
    report.put("direct_median_ms", added.direct().millis(0.5));
    report.put("endpoint_median_ms", added.endpoint().millis(0.5));
    report.put("added_median_ms", added.addedMillis());
    report.put("rate_per_second", rate);
    report.put("rate_p50_ms", steady.answered().millis(0.5));
    report.put("rate_p99_ms", steady.answered().millis(0.99));
    report.put("rate_refused", steady.refused());
    report.put("one_token_median_ms", filtered.one().millis(0.5));
    report.put("tokens", tokens);
    report.put("tokens_median_ms", filtered.many().millis(0.5));
    report.put("tokens_ratio", filtered.ratio());
    report.put("guarded_rows", rows);
    report.put("guarded_median_ms", guarded.filtered().millis(0.5));
    report.put("written_filter_median_ms", guarded.written().millis(0.5));
    report.put("guarded_ratio", guarded.ratio());
    report.put("large_bytes", large.bytes());
    report.put("large_megabytes_per_second", large.megabytesPerSecond());
    report.put("large_more_memory_bytes", large.more().residentBytes());
    report.put("large_more_heap_bytes", large.more().heapBytes());
    return report;
  }
}
