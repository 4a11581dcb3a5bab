package dev.nightjar.proving.world;

import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.proving.world.aws.ExportsModel;
import dev.nightjar.proving.world.aws.ShardModel;
import dev.nightjar.proving.world.aws.SimulatedTable;
import dev.nightjar.proving.world.aws.StoredItem;
import dev.nightjar.proving.world.aws.StreamModel;
import dev.nightjar.proving.world.aws.StreamRecord;
import dev.nightjar.proving.world.clickhouse.DatabaseModel;
import dev.nightjar.proving.world.clickhouse.TableModel;
import dev.nightjar.proving.world.clickhouse.TableModel.TableRow;
import dev.nightjar.proving.world.script.ItemKey;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Counts, change by change, what a materialized view would have seen. */
final class Counts {
  /**
   * A mirror that has waited so long for a listing to name a child may think that there is none.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final int SEQUENCE_BITS = 160;
  static final int GENERATION_SHIFT = 192;
  private static final BigInteger SEQUENCE =
      BigInteger.ONE.shiftLeft(SEQUENCE_BITS).subtract(BigInteger.ONE);

  private final SimulatedTable table;
  private final ExportsModel exports;
  private final DatabaseModel database;
  private final Healings healings;
  private final TombstoneChecks tombstones;
  private final Provenance provenance;

  Counts(SimulatedTable table, ExportsModel exports, DatabaseModel database, Healings healings) {
    this.table = table;
    this.exports = exports;
    this.database = database;
    this.healings = healings;
    this.tombstones = new TombstoneChecks(table, exports, healings);
    this.provenance = new Provenance(table, exports, healings);
  }

  /**
   * Whether AWS told a reader, at that moment or later, that a change of this item is not there, or
   * hid that its stream has ended before the change.
   */
  boolean hiddenSince(ItemKey key, Instant moment) {
    for (StreamModel stream : table.streams()) {
      if (stream.endHiddenSince(moment).map(end -> hasChangedSince(key, end)).orElse(false)) {
        return true;
      }
      for (ShardModel shard : stream.shards()) {
        for (int i = 0; i < shard.records().size(); i++) {
          if (shard.records().get(i).key().equals(key) && isHidden(shard, i, moment)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private boolean hasChangedSince(ItemKey key, Instant moment) {
    return table.versions().get(key).stream().anyMatch(version -> !version.from().isBefore(moment));
  }

  private static boolean isHidden(ShardModel shard, int place, Instant since) {
    return shard.hidSince(place, since) || shard.leftOutSince(since.minus(PATIENCE));
  }

  private List<TableRow> seen(String name) {
    return database.table(name).map(TableModel::seen).orElse(List.of());
  }

  private static String quarantine() {
    return MirrorSpec.quarantineOf(Server.TABLE).name();
  }

  /** Rows of changes, by their sequence number. */
  static Map<BigInteger, List<TableRow>> changes(List<TableRow> rows) {
    Map<BigInteger, List<TableRow>> changes = new HashMap<>();
    for (TableRow row : rows) {
      if (!isExported(row) && sequence(row).signum() > 0) {
        changes.computeIfAbsent(sequence(row), _ -> new ArrayList<>()).add(row);
      }
    }
    return changes;
  }

  static boolean isExported(TableRow row) {
    return row.text("_event_name").equals("EXPORT");
  }

  static BigInteger sequence(TableRow row) {
    return row.version().and(SEQUENCE);
  }

  static long generation(TableRow row) {
    return row.version().shiftRight(GENERATION_SHIFT).longValueExact();
  }

  /**
   * No change is there twice, and none that never was.
   *
   * @param ledgerLost whether the mirror has forgotten which it brought in: each may be there once
   *     for each time that it began anew
   */
  void checkNoneTwice(boolean ledgerLost) {
    int most = ledgerLost ? 1 + healings.timesBegunAnew() : 1;
    for (String name : List.of(Server.TABLE.name(), quarantine())) {
      changes(seen(name))
          .forEach((sequence, rows) -> {
            if (rows.stream().filter(row -> !halfPoisoned(name, row)).count() > most) {
              throw new Violation(
                  "the change " + sequence + " is in " + name + " " + rows.size() + " times");
            }
          });
    }
    checkExportedOnce();
    tombstones.check(seen(Server.TABLE.name()));
    provenance.checkOrigin(seen(Server.TABLE.name()), seen(quarantine()));
    provenance.checkAboveExports(seen(Server.TABLE.name()));
    provenance.checkAboveExports(seen(quarantine()));
  }

  /**
   * The newest generation's changes of an item have versions that rise: a mirror that has begun
   * anew cannot know, in those before, how deep a shard is whose parents are gone.
   */
  void checkNewestOrder() {
    List<TableRow> rows = seen(Server.TABLE.name());
    long newest = rows.stream().mapToLong(Counts::generation).max().orElse(0);
    provenance.checkOrder(
        rows.stream().filter(row -> generation(row) == newest).toList(), _ -> false);
  }

  /**
   * Each change at or after the boundary is there once, with what it should hold, but for what was
   * lost in a gap.
   *
   * @param disturbed whether the stream was not read for longer than it keeps changes, or replaced
   * @param tailLost whether ClickHouse lost rows
   */
  void checkOnce(MirrorStatus status, boolean disturbed, boolean tailLost) {
    checkNoneTwice(false);
    checkExported(status.generation());
    Map<BigInteger, List<TableRow>> rows = changes(seen(Server.TABLE.name()));
    Map<BigInteger, List<TableRow>> quarantined = changes(seen(quarantine()));
    provenance.checkOrder(
        seen(Server.TABLE.name()),
        record -> healings.mayHaveLost(record.writtenAt(), disturbed, tailLost, false));
    requireFirstStream();
    boolean before = true;
    for (StreamModel stream : table.streams()) {
      boolean first = healings.firstStream().equals(Optional.of(stream.arn()));
      before = before && !first;
      for (ShardModel shard : stream.shards()) {
        for (int i = 0; i < shard.records().size(); i++) {
          StreamRecord record = shard.records().get(i);
          boolean hidden = isHidden(shard, i, record.writtenAt());
          boolean required =
              !before
                  && (!first || atOrAfterBoundary(shard, i))
                  && !healings.mayHaveLost(record.writtenAt(), disturbed, tailLost, hidden);
          check(
              record,
              required,
              rows.getOrDefault(record.sequence(), List.of()),
              quarantined.getOrDefault(record.sequence(), List.of()));
        }
      }
    }
    if (healings.count() == 0 && !tailLost) {
      checkQuarantineCount(status);
    }
  }

  /** What comes before it is not demanded: all of it, if it were unknown. */
  private void requireFirstStream() {
    Optional<String> first = healings.firstStream();
    if (table.streams().stream().noneMatch(stream -> first.equals(Optional.of(stream.arn())))) {
      throw new Violation("the mirror never said which stream it follows first: " + first);
    }
  }

  private void checkQuarantineCount(MirrorStatus status) {
    int there = seen(quarantine()).size();
    if (status.quarantinedRows() != there) {
      throw new Violation(
          "the status counts "
              + status.quarantinedRows()
              + " quarantined rows, the quarantine table has "
              + there);
    }
  }

  private static void check(
      StreamRecord record, boolean required, List<TableRow> rows, List<TableRow> quarantined) {
    boolean withheld = !record.key().fits();
    boolean misfit = withheld || record.after().map(item -> !item.fits()).orElse(false);
    if (required && !withheld && rows.isEmpty()) {
      throw new Violation("the change " + record + " is after the boundary and never came in");
    }
    if (required && misfit && quarantined.isEmpty()) {
      throw new Violation("the change " + record + " does not fit and is not in quarantine");
    }
    if (withheld && !rows.isEmpty()) {
      throw new Violation("the change " + record + " has a key that does not fit, and a row");
    }
    if (!misfit && !quarantined.isEmpty()) {
      throw new Violation("the change " + record + " fits and is in quarantine");
    }
    for (TableRow row : rows) {
      Optional<String> difference = RowContent.difference(record, row);
      if (difference.isPresent()) {
        throw new Violation(
            "the row of " + record + " has another " + difference.get() + ": " + row.values());
      }
    }
  }

  /**
   * Whether a lineage's first change at or after the boundary is this one or came before it, as far
   * as the stream still had it when the mirror began.
   */
  private boolean atOrAfterBoundary(ShardModel shard, int place) {
    if (exports.all().isEmpty()) {
      return false;
    }
    long boundary = exports.all().getFirst().time().minusSeconds(120).getEpochSecond();
    for (int i = place; i >= 0; i--) {
      if (shard.records().get(i).time() >= boundary) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether of a row's batch another partition's token was remembered without its part, which only
   * another token brings in: then the partitions that arrived come in again, which
   * docs/guarantees.md names among what is not promised.
   */
  private boolean halfPoisoned(String name, TableRow row) {
    return database.table(name).map(table -> table.halfPoisoned(row)).orElse(false);
  }

  /** No item of an export is there twice. */
  private void checkExportedOnce() {
    exported(row -> !halfPoisoned(Server.TABLE.name(), row))
        .forEach((row, count) -> {
          if (count > 1) {
            throw new Violation(
                "the export's row of generation and key " + row + " is there " + count + " times");
          }
        });
  }

  /** How many of these rows of exports there are, by generation and key. */
  private Map<String, Integer> exported(Predicate<TableRow> which) {
    Map<String, Integer> rows = new HashMap<>();
    for (TableRow row : seen(Server.TABLE.name())) {
      if (isExported(row) && which.test(row)) {
        rows.merge(generation(row) + " " + row.key(), 1, Integer::sum);
      }
    }
    return rows;
  }

  /** Every item of a generation's export is there. */
  private void checkExported(long generation) {
    Optional<ExportsModel.Export> export = healings.export(generation).flatMap(exports::find);
    if (export.isEmpty()) {
      throw new Violation("generation " + generation + " is complete and has no export");
    }
    Map<String, Integer> rows = exported(_ -> true);
    int misfits = 0;
    for (StoredItem item : export.get().items()) {
      misfits += item.key().fits() && item.fits() ? 0 : 1;
      // Where ClickHouse lost the row and a change has beaten it, nobody can tell.
      if (item.key().fits()
          && !rows.containsKey(generation + " " + item.key())
          && !(lost(item.key(), generation) && beaten(item.key(), generation))) {
        throw new Violation("the export's item " + item.plain() + " never came in");
      }
    }
    checkQuarantinedItems(generation, misfits);
  }

  private boolean lost(ItemKey key, long generation) {
    return database.table(Server.TABLE.name()).map(TableModel::lost).orElse(List.of()).stream()
        .anyMatch(row ->
            row.key().equals(key.toString()) && isExported(row) && generation(row) == generation);
  }

  private boolean beaten(ItemKey key, long generation) {
    return seen(Server.TABLE.name()).stream()
        .anyMatch(row ->
            row.key().equals(key.toString()) && !isExported(row) && generation(row) == generation);
  }

  private void checkQuarantinedItems(long generation, int misfits) {
    long there =
        seen(quarantine()).stream()
            .filter(Counts::isExported)
            .filter(row -> generation(row) == generation)
            .count();
    if (there != misfits) {
      throw new Violation(
          misfits + " items of the export do not fit, " + there + " are in quarantine");
    }
  }
}
