package dev.nightjar.mirror.healing;

import dev.nightjar.clickhouse.block.NativeBlock;
import dev.nightjar.dynamodb.change.MissedDelete;
import dev.nightjar.dynamodb.item.PlainJsonReader;
import dev.nightjar.dynamodb.json.ByteOutput;
import dev.nightjar.mirror.batch.BatchLimits;
import dev.nightjar.mirror.batch.PatientCalls;
import dev.nightjar.mirror.row.TombstoneRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The staging table as blocks of tombstones; asks until ClickHouse answers. */
final class StagedTombstones {
  private final StagingTable table;
  private final TombstoneRows rows;
  private final PatientCalls calls;
  private final MissedDelete delete;
  private final long generation;
  private final ByteOutput image = new ByteOutput(1024);
  private final PlainJsonReader reader = new PlainJsonReader();

  StagedTombstones(Healing healing, PatientCalls calls, Map<String, String> settings) {
    this.generation = healing.generation().number();
    this.calls = calls;
    this.rows = TombstoneRows.of(healing.schema());
    this.table =
        new StagingTable(
            healing.clickHouse(),
            healing.mirror().table(),
            healing.schema(),
            rows,
            generation,
            settings);
    this.delete = new MissedDelete(healing.generation().boundary().orElseThrow().toEpochMilli());
  }

  Optional<String> uuid() throws InterruptedException {
    return call(table::uuid);
  }

  boolean holds(long items) throws InterruptedException {
    return call(() -> table.holds(items));
  }

  StagingTable.Count count() throws InterruptedException {
    return call(table::count);
  }

  long fill() throws InterruptedException {
    return call(table::fill);
  }

  StagedRange range(long first, long lastOfAll, BatchLimits limits) throws InterruptedException {
    return call(() -> table.range(first, lastOfAll, limits));
  }

  List<List<String>> lastKeys(StagedRange range) throws InterruptedException {
    return call(() -> table.lastKeys(range));
  }

  /** The tombstones of a range; valid until the next call. */
  NativeBlock block(StagedRange range) throws InterruptedException {
    rows.clear();
    if (rows.readsOldImage()) {
      appendWithImages(range);
    } else {
      for (long i = 0; i < range.size(); i++) {
        rows.append(delete, generation);
      }
    }
    return rows.behind(call(() -> table.block(range, rows)));
  }

  private void appendWithImages(StagedRange range) throws InterruptedException {
    byte[] records = call(() -> table.records(range));
    int at = 0;
    while (at < records.length) {
      int length = 0;
      int shift = 0;
      byte next;
      do {
        next = records[at++];
        length |= (next & 0x7F) << shift;
        shift += 7;
      } while (next < 0);
      image.clear();
      reader.write(records, at, at + length, image);
      rows.append(delete, generation, image);
      at += length;
    }
  }

  NativeBlock none() {
    return rows.none();
  }

  private <T> T call(Supplier<T> question) throws InterruptedException {
    return calls.call("tombstones", "the list of deleted items", question);
  }
}
