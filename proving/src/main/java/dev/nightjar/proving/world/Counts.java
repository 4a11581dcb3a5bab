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

/** Counts, change by change, what a materialized view would have seen. */
final class Counts {
  /**
   * A mirror that has waited so long for a listing to name a child may think that there is none.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final int SEQUENCE_BITS = 160;
  private static final int GENERATION_SHIFT = 192;
  private static final BigInteger SEQUENCE =
      BigInteger.ONE.shiftLeft(SEQUENCE_BITS).subtract(BigInteger.ONE);

  private final SimulatedTable table;
  private final ExportsModel exports;
  private final DatabaseModel database;

  Counts(SimulatedTable table, ExportsModel exports, DatabaseModel database) {
    this.table = table;
    this.exports = exports;
    this.database = database;
  }

  /**
   * Whether AWS told a reader, at that moment or later, that a change of this item is not there.
   */
  boolean hiddenSince(ItemKey key, Instant moment) {
    for (StreamModel stream : table.streams()) {
      for (ShardModel shard : stream.shards()) {
        for (int i = 0; i < shard.records().size(); i++) {
          if (shard.records().get(i).key().equals(key)
              && (shard.hidSince(i, moment) || shard.leftOutSince(moment.minus(PATIENCE)))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private List<TableRow> seen(String name) {
    return database.table(name).map(TableModel::seen).orElse(List.of());
  }

  private static String quarantine() {
    return MirrorSpec.quarantineOf(Server.TABLE).name();
  }

  /** Rows of changes, by their sequence number. */
  private static Map<BigInteger, List<TableRow>> changes(List<TableRow> rows) {
    Map<BigInteger, List<TableRow>> changes = new HashMap<>();
    for (TableRow row : rows) {
      if (!row.text("_event_name").equals("EXPORT")) {
        BigInteger sequence = row.version().and(SEQUENCE);
        if (sequence.signum() > 0) {
          changes.computeIfAbsent(sequence, _ -> new ArrayList<>()).add(row);
        }
      }
    }
    return changes;
  }

  /** No change is there twice. */
  void checkNoneTwice() {
    for (String name : List.of(Server.TABLE.name(), quarantine())) {
      changes(seen(name))
          .forEach((sequence, rows) -> {
            if (rows.size() > 1) {
              throw new Violation(
                  "the change " + sequence + " is in " + name + " " + rows.size() + " times");
            }
          });
    }
    checkExports(false);
  }

  /**
   * Each change at or after the boundary is there once, with what it should hold.
   *
   * @param tailLost whether ClickHouse lost rows: those of an earlier generation need not be there
   */
  void checkOnce(MirrorStatus status, boolean tailLost) {
    checkNoneTwice();
    checkExports(true);
    Map<BigInteger, List<TableRow>> rows = changes(seen(Server.TABLE.name()));
    Map<BigInteger, List<TableRow>> quarantined = changes(seen(quarantine()));
    boolean first = status.generation() == 1;
    for (StreamModel stream : table.streams()) {
      boolean followed = status.stream().arn().equals(Optional.of(stream.arn()));
      for (ShardModel shard : stream.shards()) {
        for (int i = 0; i < shard.records().size(); i++) {
          boolean required = first && followed && atOrAfterBoundary(shard, i);
          check(
              shard.records().get(i),
              required,
              rows.getOrDefault(shard.records().get(i).sequence(), List.of()),
              quarantined.getOrDefault(shard.records().get(i).sequence(), List.of()));
        }
      }
    }
    if (first && !tailLost) {
      checkQuarantineCount(status);
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

  /** Each item of an export is there once; of the last one, every item. */
  private void checkExports(boolean all) {
    Map<String, Integer> rows = new HashMap<>();
    long newest = 0;
    for (TableRow row : seen(Server.TABLE.name())) {
      if (row.text("_event_name").equals("EXPORT")) {
        long generation = row.version().shiftRight(GENERATION_SHIFT).longValueExact();
        newest = Math.max(newest, generation);
        rows.merge(generation + " " + row.key(), 1, Integer::sum);
      }
    }
    rows.forEach((row, count) -> {
      if (count > 1) {
        throw new Violation(
            "the export's row of generation and key " + row + " is there " + count + " times");
      }
    });
    if (!all || exports.all().isEmpty()) {
      return;
    }
    int misfits = 0;
    for (StoredItem item : exports.all().getLast().items()) {
      misfits += item.key().fits() && item.fits() ? 0 : 1;
      // Where ClickHouse lost a batch and each of its probes was beaten by a change, nobody can
      // tell.
      if (item.key().fits()
          && !rows.containsKey(newest + " " + item.key())
          && !beaten(item.key(), newest)) {
        throw new Violation("the export's item " + item.plain() + " never came in");
      }
    }
    checkQuarantinedItems(misfits);
  }

  private boolean beaten(ItemKey key, long generation) {
    return seen(Server.TABLE.name()).stream()
        .anyMatch(row ->
            row.key().equals(key.toString())
                && !row.text("_event_name").equals("EXPORT")
                && row.version().shiftRight(GENERATION_SHIFT).longValueExact() == generation);
  }

  private void checkQuarantinedItems(int misfits) {
    Map<BigInteger, Integer> generations = new HashMap<>();
    for (TableRow row : seen(quarantine())) {
      if (row.text("_event_name").equals("EXPORT")) {
        generations.merge(row.version(), 1, Integer::sum);
      }
    }
    int there =
        generations.keySet().stream().max(BigInteger::compareTo).map(generations::get).orElse(0);
    if (there != misfits && misfits > 0) {
      throw new Violation(
          misfits + " items of the export do not fit, " + there + " are in quarantine");
    }
  }
}
