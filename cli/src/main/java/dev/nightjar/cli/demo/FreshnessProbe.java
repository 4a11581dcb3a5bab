package dev.nightjar.cli.demo;

import dev.nightjar.cli.Pause;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.proving.flights.ChangeLog.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Measures freshness: from the moment in which a write's acknowledgement was there to the moment in
 * which a query's whole answer, with the change's row in it, was there. The query is asked again
 * and again through the server's API, {@value #BETWEEN_QUERIES_MS} ms after each answer, so a
 * measurement is too long by up to that pause and one query, and never too short.
 *
 * <p>At most {@value #AT_ONCE} changes are followed at a time; which ones is decided when they are
 * written, by {@link #every}, so that slow ones are not left out.
 */
public final class FreshnessProbe implements AutoCloseable {

  private static final int BETWEEN_QUERIES_MS = 20;
  private static final int AT_ONCE = 5000;

  private record Followed(long acknowledgedNanos, long sentSecond) {}

  private final ServerClient server;
  private final String table;
  private final int every;
  private final Latencies latencies = new Latencies();
  private final Map<Long, Followed> followed = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean stopping;
  private volatile RuntimeException failure;

  /**
   * Starts to measure.
   *
   * @param table the table that has a row for each change, with columns {@code change}, {@code
   *     _event_name} and {@code _timestamp}
   * @param every follow only each such change
   */
  public FreshnessProbe(ServerClient server, String table, int every) {
    this.server = server;
    this.table = table;
    this.every = every;
    this.thread = Thread.ofVirtual().name("freshness").start(this::run);
  }

  /**
   * Follows an acknowledged change; to be called at once when its acknowledgement is there.
   *
   * @param image the number of the image that the change put, or that it removed
   */
  public void acknowledged(Event event, int number, int image, Instant sent) {
    if (number % every == 0 && followed.size() < AT_ONCE) {
      followed.put(
          id(event == Event.REMOVE, image), new Followed(System.nanoTime(), sent.getEpochSecond()));
    }
  }

  /** What was measured so far. */
  public Latencies latencies() {
    return latencies;
  }

  /** How many changes are followed and not yet seen. */
  public int waiting() {
    return followed.size();
  }

  /**
   * Fails if the probe had to give up.
   *
   * @throws RuntimeException what a query failed with
   */
  public void check() {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!stopping) {
        look();
        Pause.REAL.sleep(Duration.ofMillis(BETWEEN_QUERIES_MS));
      }
    } catch (RuntimeException e) {
      // An interrupt by close() ends the probe; anything else is for check().
      if (!stopping) {
        failure = e;
      }
    }
  }

  private void look() {
    OptionalLong first = followed.values().stream().mapToLong(Followed::sentSecond).min();
    if (first.isEmpty()) {
      return;
    }
    String query =
        "SELECT change, _event_name = 'REMOVE' FROM "
            + table
            + " WHERE _timestamp >= toDateTime64("
            + (first.getAsLong() - 1)
            + ", 3) AND _event_name != 'EXPORT' FORMAT TSV";
    try (BufferedReader rows =
        new BufferedReader(new InputStreamReader(server.stream(query), StandardCharsets.UTF_8))) {
      String all = rows.readAllAsString();
      long visible = System.nanoTime();
      all.lines().forEach(row -> seen(row, visible));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void seen(String row, long visible) {
    int tab = row.indexOf('\t');
    long image = Long.parseLong(row, 0, tab, 10);
    Followed change = followed.remove(id(row.charAt(tab + 1) == '1', image));
    if (change != null) {
      latencies.add(Math.round((visible - change.acknowledgedNanos()) / 1e6));
    }
  }

  private static long id(boolean removed, long image) {
    return image * 2 + (removed ? 1 : 0);
  }
}
