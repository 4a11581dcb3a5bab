package dev.nightjar.proving.world.clickhouse;

import dev.nightjar.proving.world.clickhouse.TableModel.TableRow;
import dev.nightjar.proving.world.fault.Faults;
import dev.nightjar.proving.world.script.Sabotage;
import dev.nightjar.proving.world.time.Scheduler;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Errors that are put on purpose into the rows that come in. */
final class SpoiledParts {
  private static final int GENERATION_SHIFT = 192;
  private static final int DEPTH_SHIFT = 160;
  private static final String VERSION = "_version";
  private static final Duration LATE = Duration.ofDays(1);

  private final Faults faults;
  private final Scheduler scheduler;

  SpoiledParts(Faults faults, Scheduler scheduler) {
    this.faults = faults;
    this.scheduler = scheduler;
  }

  /** One row as it comes in. */
  void spoil(Map<String, Optional<Object>> values) {
    BigInteger version = (BigInteger) values.get(VERSION).orElseThrow();
    BigInteger generation = version.shiftRight(GENERATION_SHIFT);
    boolean tombstone =
        values.get("_event_name").equals(Optional.of("REMOVE"))
            && version.equals(generation.shiftLeft(GENERATION_SHIFT));
    if (faults.sabotaged(Sabotage.TOMBSTONE_TOO_HIGH) && tombstone) {
      values.put(VERSION, Optional.of(version.setBit(GENERATION_SHIFT - 1)));
    }
    if (faults.sabotaged(Sabotage.LATE_EXPORT_WINS) && isLateExport(values)) {
      values.put(VERSION, Optional.of(version.setBit(GENERATION_SHIFT - 1)));
    }
    if (faults.sabotaged(Sabotage.GENERATION_NOT_RAISED) && generation.bitLength() > 1) {
      values.put(
          VERSION, Optional.of(version.subtract(BigInteger.ONE.shiftLeft(GENERATION_SHIFT))));
    }
  }

  /** Its time is the export's. */
  private boolean isLateExport(Map<String, Optional<Object>> values) {
    return values.get("_event_name").equals(Optional.of("EXPORT"))
        && Instant.ofEpochMilli((Long) values.get("_timestamp").orElseThrow())
            .isBefore(scheduler.now().minus(LATE));
  }

  /**
   * The rows of a part as they come in.
   *
   * @param part the rows as they were sent
   * @param seen what the table has seen so far
   */
  List<TableRow> spoiled(List<TableRow> part, List<TableRow> seen) {
    if (faults.sabotaged(Sabotage.CHANGE_INVENTED)) {
      return withAnotherChange(part);
    }
    if (faults.sabotaged(Sabotage.CHANGES_MISORDERED)) {
      return misordered(part);
    }
    if (faults.sabotaged(Sabotage.EXPORTED_ROW_DROPPED)) {
      return withoutBeaten(part, seen);
    }
    return part;
  }

  private static boolean isChange(TableRow row) {
    return !row.text("_event_name").equals("EXPORT")
        && row.version().getLowestSetBit() < DEPTH_SHIFT;
  }

  private static TableRow with(TableRow row, BigInteger version) {
    Map<String, Optional<Object>> values = new LinkedHashMap<>(row.values());
    values.put(VERSION, Optional.of(version));
    return new TableRow(values, row.partition(), row.token());
  }

  private static List<TableRow> withAnotherChange(List<TableRow> part) {
    List<TableRow> rows = new ArrayList<>(part);
    part.stream()
        .filter(SpoiledParts::isChange)
        .findFirst()
        .ifPresent(row -> rows.addFirst(with(row, row.version().subtract(BigInteger.ONE))));
    return rows;
  }

  /** The last row of each item stays: it wins, and it is the one that is looked for. */
  private static List<TableRow> misordered(List<TableRow> part) {
    Map<String, TableRow> last = new HashMap<>();
    part.forEach(row -> last.put(row.key(), row));
    return part.stream()
        .map(row ->
            row != last.get(row.key()) && isChange(row)
                ? with(row, row.version().clearBit(DEPTH_SHIFT))
                : row)
        .toList();
  }

  private static List<TableRow> withoutBeaten(List<TableRow> part, List<TableRow> seen) {
    Set<String> changed = new HashSet<>();
    for (TableRow row : seen) {
      if (isChange(row)) {
        changed.add(row.version().shiftRight(GENERATION_SHIFT) + " " + row.key());
      }
    }
    return part.stream()
        .filter(row ->
            isChange(row)
                || !changed.contains(row.version().shiftRight(GENERATION_SHIFT) + " " + row.key()))
        .toList();
  }
}
