package dev.nightjar.awslocal.dynamodb;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the rest of the stand-in may know of DynamoDB's tables. Thread-safe; time is the clock's
 * that the store was made with.
 */
public interface Tables {

  /** The table of that ARN as it is now, deleted ones excluded. */
  Optional<TableMetadata> find(String tableArn);

  /** The tables of an account in a region, by name. */
  List<TableMetadata> list(String account, String region);

  /**
   * The table exactly as it was at an instant: every write acknowledged at or before it, none
   * after. Of a table that was deleted since, nothing is known.
   *
   * @throws java.util.NoSuchElementException if there is no such table
   * @throws IllegalArgumentException if the instant is before the table's creation or before the
   *     history that is kept ({@link TableMetadata#earliestSnapshot()}), or in the future
   */
  default TableSnapshot snapshot(String tableArn, Instant asOf) {
    return snapshot(tableArn, asOf, Duration.ZERO, 0);
  }

  /**
   * The table as exports show it: each item as it was at an instant of its own, drawn around the
   * one that is asked for ("data committed up to one minute before" it is in for certain).
   *
   * @param fuzz how far before and after the instant an item's own may be; the latest of them must
   *     not be in the future
   * @param seed for the draws
   * @throws java.util.NoSuchElementException if there is no such table
   * @throws IllegalArgumentException as {@link #snapshot(String, Instant)}
   */
  TableSnapshot snapshot(String tableArn, Instant asOf, Duration fuzz, long seed);

  /**
   * What was changed in a window of time, one line for each item that was, in the form of
   * incremental exports: its keys, when it was last written, its image before the window (if
   * wanted) and its image at the window's end. An item that came and went within it has none.
   *
   * @param from the first instant of the window
   * @param to the first instant behind it
   * @throws java.util.NoSuchElementException if there is no such table
   * @throws IllegalArgumentException if the window begins before the history that is kept
   */
  TableSnapshot changes(String tableArn, Instant from, Instant to, boolean oldImages);

  /**
   * Deletes what time to live has run out for, as the service does in the background: the stream's
   * records name {@code dynamodb.amazonaws.com} as their user.
   *
   * @return how many items were deleted; 0 where time to live is off
   * @throws java.util.NoSuchElementException if there is no such table
   */
  int expire(String tableArn);
}
