package dev.nightjar.benchmarks;

import dev.nightjar.benchmarks.ServedEndpoint.Endpoint;
import dev.nightjar.cli.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/** Measures an endpoint. Each pair of numbers comes from turns of one run. */
final class EndpointMeasurement {
  private static final int WARM_UP = 300;

  /** Whatever else the machine does meets both alike. */
  private static final int SECONDS_OF_A_TURN = 2;

  private EndpointMeasurement() {}

  /** The same query, straight and through the endpoint. */
  record Added(Latencies direct, Latencies endpoint) {
    double addedMillis() {
      return endpoint.millis(0.5) - direct.millis(0.5);
    }
  }

  /**
   * Requests at a steady rate, and the same queries straight to the engine at that rate, by turns
   * and after as long a time of both that does not count.
   *
   * @param direct from when each was due
   * @param answered from when each was due
   * @param refused because there was too much to do
   */
  record Steady(Latencies direct, Latencies answered, int refused) {
    double addedMillis(double percentile) {
      return answered.millis(percentile) - direct.millis(percentile);
    }
  }

  /** One token's requests, and those of many. */
  record Filtered(Latencies one, Latencies many) {
    double ratio() {
      return many.millis(0.5) / one.millis(0.5);
    }
  }

  /** The same rows, by a token that a filter leaves them to, and by an administrator's WHERE. */
  record Guarded(Latencies filtered, Latencies written) {
    double ratio() {
      return filtered.millis(0.5) / written.millis(0.5);
    }
  }

  /**
   * A result that was read to its end.
   *
   * @param more of this process's memory than before it, at the most: the engine's, the server's
   *     and the client's
   */
  record Large(long bytes, Duration took, Resident.Growth more) {
    double megabytesPerSecond() {
      return bytes / 1e6 / (took.toNanos() / 1e9);
    }
  }

  static Added added(ServedEndpoint served, Endpoint endpoint, int rounds) {
    for (int i = 0; i < WARM_UP; i++) {
      served.askEngine(endpoint);
      served.ask(endpoint, served.adminToken());
    }
    long[] direct = new long[rounds];
    long[] answered = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      direct[i] = timed(() -> served.askEngine(endpoint));
      answered[i] = timed(() -> served.ask(endpoint, served.adminToken()));
    }
    return new Added(Latencies.of(direct), Latencies.of(answered));
  }

  static Steady steady(ServedEndpoint served, Endpoint endpoint, int rate, int seconds) {
    BooleanSupplier straight =
        () -> {
          served.askEngine(endpoint);
          return true;
        };
    BooleanSupplier through = () -> served.isAnswered(endpoint);
    // at this rate the JVM compiles what single requests have not made it compile
    atRate(rate, seconds, straight);
    atRate(rate, seconds, through);
    LongStream direct = LongStream.empty();
    LongStream answered = LongStream.empty();
    int left = seconds;
    while (left > 0) {
      int turn = Math.min(left, SECONDS_OF_A_TURN);
      direct = LongStream.concat(direct, LongStream.of(atRate(rate, turn, straight)));
      answered = LongStream.concat(answered, LongStream.of(atRate(rate, turn, through)));
      left -= turn;
    }
    long[] all = answered.toArray();
    return new Steady(
        Latencies.of(direct.toArray()), Latencies.of(all), rate * seconds - all.length);
  }

  /**
   * Work begins when it is due, whether other work has ended or not.
   *
   * @param work says whether it was done
   * @return the nanoseconds from when each was due that was done
   */
  private static long[] atRate(int rate, int seconds, BooleanSupplier work) {
    int count = rate * seconds;
    long between = 1_000_000_000L / rate;
    List<Future<OptionalLong>> begun = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        long due = start + i * between;
        Pause.REAL.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
        begun.add(
            threads.submit(() ->
                work.getAsBoolean()
                    ? OptionalLong.of(System.nanoTime() - due)
                    : OptionalLong.empty()));
      }
    }
    return begun.stream().map(Future::resultNow).flatMapToLong(OptionalLong::stream).toArray();
  }

  static Filtered filtered(ServedEndpoint served, int tokens, int rounds) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < tokens; i++) {
      all.add(served.tokenOf(i % ServedEndpoint.CUSTOMERS));
    }
    long[] one = new long[rounds];
    long[] many = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      String next = all.get(i % tokens);
      one[i] = timed(() -> served.ask(Endpoint.AGGREGATE, all.getFirst()));
      many[i] = timed(() -> served.ask(Endpoint.AGGREGATE, next));
    }
    return new Filtered(Latencies.of(one), Latencies.of(many));
  }

  /** SQL over a table whose sorting key the filter is about. */
  static Guarded guarded(ServedEndpoint served, int rounds) {
    int customer = 7;
    String token = served.readerOf(customer);
    String all = "SELECT count(), sum(n), max(text) FROM big";
    String one = all + " WHERE customer = " + customer;
    for (int i = 0; i < WARM_UP / 10; i++) {
      served.read(all, token);
      served.read(one, served.adminToken());
    }
    long[] filtered = new long[rounds];
    long[] written = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      filtered[i] = timed(() -> served.read(all, token));
      written[i] = timed(() -> served.read(one, served.adminToken()));
    }
    return new Guarded(Latencies.of(filtered), Latencies.of(written));
  }

  static Large large(ServedEndpoint served, long bytes) {
    long rows = ServedEndpoint.rowsOf(bytes);
    String sql = "SELECT text FROM large LIMIT %d FORMAT TSV";
    // what any result needs is there before
    served.read(sql.formatted(rows / 20), served.adminToken());
    System.gc();
    Resident resident = new Resident();
    long start = System.nanoTime();
    long read = served.read(sql.formatted(rows), served.adminToken());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new Large(read, took, resident.grown());
  }

  private static long timed(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return System.nanoTime() - start;
  }
}
