package dev.nightjar.mirror.batch;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.ErrorSummary;

/**
 * What an error of ClickHouse that may pass means for a mirror, in words. All of them are tried
 * again; what somebody can do about them is said from the first time on.
 */
final class InsertTrouble {
  private InsertTrouble() {}

  /** What happened and, where a person can mend it, how; then what ClickHouse says. */
  static String message(ClickHouseException error) {
    return switch (error.code()) {
      case 241 ->
          "ClickHouse has not enough memory for the statement. Give it more memory, or raise"
              + " max_server_memory_usage or the user's max_memory_usage; a batch has at most "
              + (BatchLimits.MOST_BYTES >> 20)
              + " MB, and materialized views multiply that."
              + behind(error);
      case 252 ->
          "The table has too many parts: ClickHouse merges them more slowly than they come. Look at"
              + " merges and disks; a partition key with many values makes many parts."
              + behind(error);
      case 164, 242 ->
          "ClickHouse takes no writes for this table at the moment: it is read-only, as a replica is"
              + " that has lost its Keeper, or the user is."
              + behind(error);
      case 192, 193, 194, 516 ->
          "ClickHouse does not take the user or the password any more: give the user back, or start"
              + " the server with the new password."
              + behind(error);
      case 497 ->
          "ClickHouse's user lacks a right that it had at the start: grant it again."
              + behind(error);
      default -> FullDisk.message(error);
    };
  }

  private static String behind(ClickHouseException error) {
    return " The mirror waits and goes on by itself; DynamoDB keeps changes for 24 hours. ClickHouse"
        + " says: "
        + ErrorSummary.of(error);
  }
}
