package dev.nightjar.proving.world;

import dev.nightjar.proving.world.aws.ExportsModel;
import dev.nightjar.proving.world.aws.SimulatedTable;
import dev.nightjar.proving.world.aws.StoredItem;
import dev.nightjar.proving.world.clickhouse.TableModel.TableRow;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges the rows that a healing deletes items with which were deleted unseen. */
final class TombstoneChecks {
  private final SimulatedTable table;
  private final ExportsModel exports;
  private final Healings healings;

  TombstoneChecks(SimulatedTable table, ExportsModel exports, Healings healings) {
    this.table = table;
    this.exports = exports;
    this.healings = healings;
  }

  /** Whether a row is one: a REMOVE that is no change of a stream. */
  static boolean isTombstone(TableRow row) {
    return row.text("_event_name").equals("REMOVE")
        && row.version().getLowestSetBit() >= Counts.GENERATION_SHIFT;
  }

  /** Each deletes an item that its generation's export has not, once, with what the item was. */
  void check(List<TableRow> rows) {
    Set<String> seen = new HashSet<>();
    for (TableRow row : rows) {
      if (isTombstone(row)) {
        long generation = row.version().shiftRight(Counts.GENERATION_SHIFT).longValueExact();
        if (!seen.add(generation + " " + row.key())) {
          throw new Violation(
              "two tombstones of generation and key " + generation + " " + row.key());
        }
        check(row, generation);
      }
    }
  }

  private void check(TableRow row, long generation) {
    if (exported(generation).contains(row.key())) {
      throw new Violation(
          "a tombstone of generation "
              + generation
              + " deletes "
              + row.key()
              + ", which the generation's export has");
    }
    boolean right =
        row.number("_is_deleted") == 1
            && row.text("_record").isEmpty()
            && items(row.key()).stream().anyMatch(item -> wasLast(item, row));
    if (!right) {
      throw new Violation("a tombstone holds what no item was: " + row.values());
    }
  }

  private Set<String> exported(long generation) {
    return healings
        .export(generation)
        .flatMap(exports::find)
        .map(export ->
            export.items().stream().map(item -> item.key().toString()).collect(Collectors.toSet()))
        .orElse(Set.of());
  }

  private List<StoredItem> items(String key) {
    return table.versions().entrySet().stream()
        .filter(item -> item.getKey().toString().equals(key))
        .flatMap(item -> item.getValue().stream())
        .flatMap(version -> version.item().stream())
        .toList();
  }

  private static boolean wasLast(StoredItem item, TableRow row) {
    return row.values().get("_old_record").equals(Optional.of(item.plain()))
        && RowContent.hasColumnsOf(item, row);
  }
}
