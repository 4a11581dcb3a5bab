package dev.nightjar.proving.world;

import dev.nightjar.proving.world.aws.ExportsModel;
import dev.nightjar.proving.world.aws.ShardModel;
import dev.nightjar.proving.world.aws.SimulatedTable;
import dev.nightjar.proving.world.aws.StoredItem;
import dev.nightjar.proving.world.aws.StreamModel;
import dev.nightjar.proving.world.aws.StreamRecord;
import dev.nightjar.proving.world.clickhouse.TableModel.TableRow;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Judges where rows come from: each is a change of a stream, an item of an export or a tombstone,
 * and the changes of an item have versions that rise as the item changed.
 */
final class Provenance {
  private final SimulatedTable table;
  private final ExportsModel exports;
  private final Healings healings;

  Provenance(SimulatedTable table, ExportsModel exports, Healings healings) {
    this.table = table;
    this.exports = exports;
    this.healings = healings;
  }

  /**
   * All rows that ever came in.
   *
   * @param rows of the mirrored table
   * @param quarantined of its quarantine
   */
  void checkOrigin(List<TableRow> rows, List<TableRow> quarantined) {
    Set<BigInteger> written = new HashSet<>();
    for (StreamModel stream : table.streams()) {
      for (ShardModel shard : stream.shards()) {
        shard.records().forEach(record -> written.add(record.sequence()));
      }
    }
    Map<Long, Optional<Map<String, StoredItem>>> items = new HashMap<>();
    for (TableRow row : rows) {
      if (Counts.isExported(row)) {
        items
            .computeIfAbsent(Counts.generation(row), _ -> exported(row))
            .ifPresent(known -> checkExported(row, known));
      } else if (!TombstoneChecks.isTombstone(row)) {
        requireWritten(row, written, "a row");
      }
    }
    for (TableRow row : quarantined) {
      if (!Counts.isExported(row)) {
        requireWritten(row, written, "a row in quarantine");
      }
    }
  }

  /**
   * What an export may lack wins over its rows: no change of its last minute or later has a lower
   * generation, of whichever generation the export is.
   *
   * @param rows those that ever came in, of the mirrored table or of its quarantine
   */
  void checkAboveExports(List<TableRow> rows) {
    Map<BigInteger, List<TableRow>> changes = Counts.changes(rows);
    LowestGenerations generations = new LowestGenerations();
    healings
        .exported()
        .forEach((generation, arn) ->
            exports.find(arn).ifPresent(one -> generations.exported(generation, one.time())));
    for (StreamModel stream : table.streams()) {
      for (ShardModel shard : stream.shards()) {
        for (StreamRecord record : shard.records()) {
          long lowest = generations.of(record.writtenAt());
          requireAbove(record, changes.getOrDefault(record.sequence(), List.of()), lowest);
        }
      }
    }
  }

  /** A mirror that has lost its state brings a change in again: the highest of its rows counts. */
  private static void requireAbove(StreamRecord record, List<TableRow> rows, long lowest) {
    long highest = rows.stream().mapToLong(Counts::generation).max().orElse(lowest);
    if (highest < lowest) {
      throw new Violation(
          "the row of "
              + record
              + " has generation "
              + highest
              + ", and the export of generation "
              + lowest
              + " may lack it");
    }
  }

  private static void requireWritten(TableRow row, Set<BigInteger> written, String what) {
    if (!written.contains(Counts.sequence(row))) {
      throw new Violation("there is " + what + " of a change that never was: " + row.values());
    }
  }

  private Optional<Map<String, StoredItem>> exported(TableRow row) {
    return healings
        .export(Counts.generation(row))
        .flatMap(exports::find)
        .map(export -> {
          Map<String, StoredItem> items = new HashMap<>();
          export.items().forEach(item -> items.put(item.key().toString(), item));
          return items;
        });
  }

  private static void checkExported(TableRow row, Map<String, StoredItem> items) {
    boolean lowest =
        row.version()
            .shiftRight(Counts.GENERATION_SHIFT)
            .shiftLeft(Counts.GENERATION_SHIFT)
            .add(BigInteger.ONE)
            .equals(row.version());
    StoredItem item = items.get(row.key());
    if (!lowest || item == null || !RowContent.isOf(item, row)) {
      throw new Violation("the row of an export is not what its export has: " + row.values());
    }
  }

  /**
   * In one stream the versions of an item's changes rise. The numbers of two streams tell nothing
   * of each other: between them, generations must not fall.
   *
   * @param rows those to judge
   * @param lost whether a change may as well be in no row: what came before it in its lineage may
   *     be gone with the gap, and then nobody knows how deep its shard is
   */
  void checkOrder(List<TableRow> rows, Predicate<StreamRecord> lost) {
    Map<BigInteger, List<TableRow>> changes = Counts.changes(rows);
    Map<String, Long> generations = new HashMap<>();
    for (StreamModel stream : table.streams()) {
      Map<String, BigInteger> versions = new HashMap<>();
      // A shard stands after those that it continues.
      for (ShardModel shard : stream.shards()) {
        for (StreamRecord record : shard.records()) {
          List<TableRow> found = changes.getOrDefault(record.sequence(), List.of());
          if (!found.isEmpty() && !lost.test(record)) {
            requireRising(record, found.getFirst(), versions, generations);
          }
        }
      }
    }
  }

  private static void requireRising(
      StreamRecord record,
      TableRow row,
      Map<String, BigInteger> versions,
      Map<String, Long> generations) {
    String item = record.key().toString();
    BigInteger version = versions.put(item, row.version());
    Long generation = generations.put(item, Counts.generation(row));
    boolean rises = version == null || version.compareTo(row.version()) < 0;
    boolean falls = generation != null && generation > Counts.generation(row);
    if (!rises || falls) {
      throw new Violation(
          "the row of "
              + record
              + " has version "
              + row.version().toString(16)
              + ", which is not above that of the item's change before"
              + (version == null ? "" : ", " + version.toString(16)));
    }
  }
}
