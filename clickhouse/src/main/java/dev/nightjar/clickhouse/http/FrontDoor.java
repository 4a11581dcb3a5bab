package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.QueryStream;
import java.io.IOException;
import java.io.InputStream;

/** Decides who may come in. */
public interface FrontDoor {

  /**
   * Lets a caller in.
   *
   * @throws ClickHouseException (516) when user and password are not right
   */
  Guest admit(Credentials credentials);

  /**
   * Whether nobody comes in who does not know a secret. Where that is not so, pages of other sites
   * are kept out: a browser on this machine would bring their requests.
   */
  default boolean isLocked() {
    return true;
  }

  /**
   * How many bytes a statement may have.
   *
   * @param asked what the request states as {@code max_query_size}; 0 where it states nothing
   */
  default int longestStatement(long asked) {
    return RequestText.LONGEST_STATEMENT;
  }

  /** Somebody who was let in. Decides what may run, and runs it. */
  interface Guest {

    /**
     * Runs a statement that brings no rows, and answers its result, which may be empty.
     *
     * @throws ClickHouseException when it may not run, or fails before its first row
     */
    QueryStream run(Ask ask);

    /**
     * Inserts the rows that a request brings.
     *
     * @param ask its statement ends where VALUES or FORMAT would stand; its format is that of the
     *     rows
     * @throws IOException when the rows cannot be read
     * @throws ClickHouseException when it may not run, or fails
     */
    InsertResult load(Ask ask, InputStream rows) throws IOException;
  }
}
