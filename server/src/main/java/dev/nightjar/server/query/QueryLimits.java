package dev.nightjar.server.query;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What queries may take.
 *
 * @param running how many run at a time
 * @param runningOfOneToken how many of one token
 * @param waiting how many more may wait
 * @param waitingOfOneToken how many of one token
 * @param patience how long one waits
 * @param longest how long one runs, its answer being sent included
 * @param memoryBytes how much memory one takes
 * @param resultRows how many rows a result may have; empty: as many as it has
 */
public record QueryLimits(
    int running,
    int runningOfOneToken,
    int waiting,
    int waitingOfOneToken,
    Duration patience,
    Duration longest,
    long memoryBytes,
    OptionalLong resultRows) {

  /**
   * The largest text of one query, the nodes and pipes that it reads included, in bytes: ClickHouse
   * parses 262,144 (max_query_size), its words around a query included.
   */
  public static final int LARGEST_SQL = 250_000;

  private static final int AT_A_TIME_EMBEDDED = 4;
  private static final int AT_A_TIME_REMOTE = 16;
  private static final int WAITING = 512;
  private static final int WAITING_OF_ONE_TOKEN = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final long MEMORY = 2L << 30;

  /** Checks that there is room for one query at least. */
  public QueryLimits {
    if (running < 1 || runningOfOneToken < 1 || runningOfOneToken > running) {
      throw new IllegalArgumentException("there must be room for a query");
    }
  }

  /**
   * The defaults where so many queries can run: one token takes at most three quarters of them, a
   * minute, 2 GiB.
   */
  public static QueryLimits of(int running) {
    return new QueryLimits(
        running,
        Math.max(1, running * 3 / 4),
        WAITING,
        WAITING_OF_ONE_TOKEN,
        PATIENCE,
        LONGEST,
        MEMORY,
        OptionalLong.empty());
  }

  /**
   * The defaults of a database: as many queries at a time as it runs for users.
   *
   * @param remote whether it is a ClickHouse somewhere else, not the embedded one
   */
  public static QueryLimits ofDatabase(boolean remote) {
    return of(remote ? AT_A_TIME_REMOTE : AT_A_TIME_EMBEDDED);
  }

  /** The same with another time. */
  public QueryLimits withLongest(Duration time) {
    return new QueryLimits(
        running,
        runningOfOneToken,
        waiting,
        waitingOfOneToken,
        patience,
        time,
        memoryBytes,
        resultRows);
  }

  /** The same with another memory. */
  public QueryLimits withMemoryBytes(long bytes) {
    return new QueryLimits(
        running,
        runningOfOneToken,
        waiting,
        waitingOfOneToken,
        patience,
        longest,
        bytes,
        resultRows);
  }

  /** The same with a limit of a result's rows. */
  public QueryLimits withResultRows(long rows) {
    return new QueryLimits(
        running,
        runningOfOneToken,
        waiting,
        waitingOfOneToken,
        patience,
        longest,
        memoryBytes,
        OptionalLong.of(rows));
  }

  /** The same with other numbers of queries that wait. */
  public QueryLimits withWaiting(int all, int ofOneToken) {
    return new QueryLimits(
        running, runningOfOneToken, all, ofOneToken, patience, longest, memoryBytes, resultRows);
  }

  /** As settings of ClickHouse. */
  public Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("max_execution_time", Long.toString(Math.max(1, longest.toSeconds())));
    // no faster on few processors, and it holds several blocks of a result at once
    settings.put("output_format_parallel_formatting", "0");
    settings.put("max_memory_usage", Long.toString(memoryBytes));
    resultRows.ifPresent(rows -> {
      settings.put("max_result_rows", Long.toString(rows));
      settings.put("result_overflow_mode", "throw");
    });
    return settings;
  }
}
