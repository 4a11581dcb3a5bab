package dev.nightjar.benchmarks;

import dev.nightjar.benchmarks.ServedEndpoint.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./nightjar bench endpoint}: what an endpoint adds to the query behind it. */
@Command(
    name = "endpoint",
    mixinStandardHelpOptions = true,
    description =
        "Starts a server in this process and asks two endpoints (one aggregates 100,000 rows, one"
            + " looks rows up by their key): against the same SQL sent straight to the engine, one"
            + " after the other and at a steady rate, by a thousand tokens with filters of their own,"
            + " with SQL of a filtered token, and for a large result.",
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
      EndpointReport report = new EndpointReport();
      for (Endpoint endpoint : Endpoint.values()) {
        report.add(endpoint, EndpointMeasurement.added(served, endpoint, rounds));
      }
      for (Endpoint endpoint : Endpoint.values()) {
        report.add(endpoint, rate, EndpointMeasurement.steady(served, endpoint, rate, seconds));
      }
      report.add(tokens, EndpointMeasurement.filtered(served, tokens, rounds));
      served.fillBig(rows);
      report.add(rows, EndpointMeasurement.guarded(served, rounds / 5));
      report.add(EndpointMeasurement.large(served, (long) megabytes << 20));
      if (!json) {
        System.out.println(report.text());
      }
      System.out.println(report.json());
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
