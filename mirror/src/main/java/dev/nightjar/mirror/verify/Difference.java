package dev.nightjar.mirror.verify;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A key whose item and row really differ.
 *
 * @param kind how
 * @param key the key columns' values
 * @param item the item, as plain JSON; empty where the table has none
 * @param row the newest row of the key, which FINAL shows unless it is a delete; empty where the
 *     mirror has none
 * @param columns the columns that differ, where both sides have a value
 */
public record Difference(
    Kind kind,
    SequencedMap<String, String> key,
    Optional<String> item,
    Optional<RowVersion> row,
    List<ColumnDifference> columns) {

  /** How an item and its row differ. */
  public enum Kind {
    /** The table has the item, FINAL has no row. */
    MISSING_ROW("missing_row"),
    /** FINAL has a row, the table has no such item. */
    EXTRA_ROW("extra_row"),
    /** Both are there, with other values. */
    OTHER_VALUES("other_values");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    /** The kind as it is written in answers. */
    public String code() {
      return code;
    }
  }

  /**
   * A row, and which change made it.
   *
   * @param generation of the mirror when it was written
   * @param depth of its shard in its lineage; 0 for a row of an export or a tombstone of healing
   * @param sequenceNumber of the stream; 1 for a row of an export, 0 for a tombstone of healing
   * @param timestamp {@code _timestamp}
   * @param eventName {@code _event_name}
   * @param deleted {@code _is_deleted}
   * @param record {@code _record}
   * @param shards the shards of its depth whose sequence numbers include its own
   */
  public record RowVersion(
      long generation,
      long depth,
      String sequenceNumber,
      String timestamp,
      String eventName,
      boolean deleted,
      String record,
      List<String> shards) {}

  /**
   * A column that differs.
   *
   * @param name the column
   * @param item the value that the item has there; empty for NULL
   * @param row the value that the row has; empty for NULL
   */
  public record ColumnDifference(String name, Optional<String> item, Optional<String> row) {}

  /** How many differences there are of each kind. */
  public record Counts(Map<Kind, Long> byKind) {
    /** Copies the map. */
    public Counts {
      byKind = Map.copyOf(byKind);
    }

    /** All of them. */
    public long total() {
      return byKind.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
