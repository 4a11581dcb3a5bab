package dev.nightjar.mirror.batch;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.ErrorSummary;

/**
 * How a mirror speaks of an error that ClickHouse answered. A full disk has several: the one that
 * ClickHouse foresees ({@code NOT_ENOUGH_SPACE}), and those of the file system that it runs into.
 */
final class FullDisk {
  private static final int NOT_ENOUGH_SPACE = 243;
  private static final String OF_THE_FILE_SYSTEM = "No space left on device";

  private FullDisk() {}

  static boolean is(ClickHouseException error) {
    return error.code() == NOT_ENOUGH_SPACE || error.getMessage().contains(OF_THE_FILE_SYSTEM);
  }

  /** ClickHouse's name of the error, one for all that a full disk has. */
  static String name(ClickHouseException error) {
    return is(error) ? "NOT_ENOUGH_SPACE" : error.name();
  }

  /** What happened and, for a full disk, what to do. */
  static String message(ClickHouseException error) {
    return is(error)
        ? "The disk of ClickHouse is full: free space on it. The mirror waits and goes on by itself;"
            + " DynamoDB keeps changes for 24 hours."
            + (error.code() == NOT_ENOUGH_SPACE ? " ClickHouse says: " + error.getMessage() : "")
        : ErrorSummary.of(error);
  }
}
