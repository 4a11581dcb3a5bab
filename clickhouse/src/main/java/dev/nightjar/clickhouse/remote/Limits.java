package dev.nightjar.clickhouse.remote;

import java.time.Duration;
import java.util.Map;

/**
 * How much at a time, and how long.
 *
 * @param writers how many statements and inserts run at a time
 * @param readers how many trusted queries run at a time
 * @param users how many {@code READ_ONLY} queries run at a time
 * @param waiting how many may wait for each of the three; the next is refused
 * @param connectTimeout how long a connection may take to come about
 * @param silence after this long without a byte from the server its answer is given up
 * @param userSettings of every {@code READ_ONLY} query: its limits, by ClickHouse's names
 */
public record Limits(
    int writers,
    int readers,
    int users,
    int waiting,
    Duration connectTimeout,
    Duration silence,
    Map<String, String> userSettings) {

  /**
   * Eight writers, eight readers, sixteen users, 1024 waiting for each; user queries take at most a
   * minute, 2 GiB of memory and two threads, as in the embedded engine.
   */
  public static final Limits STANDARD =
      new Limits(
          8,
          8,
          16,
          1024,
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Map.of(
              "max_execution_time", "60",
              "max_memory_usage", "2147483648",
              "max_threads", "2"));

  /** Copies the map. */
  public Limits {
    if (writers < 1 || readers < 1 || users < 1 || waiting < 0) {
      throw new IllegalArgumentException("at least one connection of each kind is needed");
    }
    userSettings = Map.copyOf(userSettings);
  }

  /** The same with other numbers of connections. */
  public Limits connections(int writing, int reading, int serving, int most) {
    return new Limits(writing, reading, serving, most, connectTimeout, silence, userSettings);
  }

  /** The same with another patience. */
  public Limits silence(Duration longest) {
    return new Limits(writers, readers, users, waiting, connectTimeout, longest, userSettings);
  }
}
