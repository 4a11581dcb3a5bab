package dev.nightjar.server.tables;

import dev.nightjar.clickhouse.CancelledException;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.query.ErrorText;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rows that do not come in at once, some of which may be in when it is broken off. */
public final class PartlyStored {
  /** How long one statement may bring rows in, as ClickHouse's setting has it: in seconds. */
  public static final String LONGEST = Long.toString(Duration.ofHours(4).toSeconds());

  /** ClickHouse's number of {@code TIMEOUT_EXCEEDED}. */
  private static final int TIMEOUT_EXCEEDED = 159;

  private static final Logger LOG = LoggerFactory.getLogger(PartlyStored.class);

  private static final String FIELD = "partly_stored";

  private PartlyStored() {}

  /**
   * Brings rows in.
   *
   * @throws HttpProblem 503 when it was broken off, with what that means for the table
   */
  public static void orNot(TableName table, Runnable work) {
    try {
      work.run();
    } catch (ClickHouseException e) {
      if (e instanceof CancelledException || e.code() == TIMEOUT_EXCEEDED) {
        throw new HttpProblem(
            503,
            "It was broken off while its rows came in, which they do block by block since a materialized view acts on '"
                + table.name()
                + "': some of them are there.",
            Map.of(FIELD, true));
      }
      throw e;
    }
  }

  /** A deletion was broken off, with what that means for the table. */
  static HttpProblem partlyDeleted(TableName table) {
    return new HttpProblem(
        503,
        "It was broken off while ClickHouse rewrote '"
            + table.name()
            + "' part by part: some of the rows may be gone.",
        Map.of(FIELD, true));
  }

  /** What is told of rows that come in partition by partition, when some of these are in. */
  static HttpProblem behindAPartition(TableName table, ClickHouseException cause) {
    LOG.error("only some partitions of rows came into {}", table, LoggableError.of(cause));
    return new HttpProblem(
        503,
        "It was broken off while its rows came in, which they do partition by partition: some of them are in '"
            + table.name()
            + "', and others are not. "
            + ErrorText.of(cause, Set.of(table.database())),
        Map.of(FIELD, true));
  }

  /** Whether a failure is of that kind. */
  public static boolean is(Throwable failure) {
    return failure instanceof HttpProblem problem && problem.fields().containsKey(FIELD);
  }
}
