package dev.nightjar.proving.world;

import dev.nightjar.proving.world.aws.StoredItem;
import dev.nightjar.proving.world.aws.StreamRecord;
import dev.nightjar.proving.world.clickhouse.TableModel.TableRow;
import dev.nightjar.proving.world.script.Amount;
import java.util.Optional;

/** What the columns of a row must hold. */
final class RowContent {
  private RowContent() {}

  /** Whether a row is this item's. */
  static boolean isOf(StoredItem item, TableRow row) {
    return row.text("_record").equals(item.plain()) && hasColumnsOf(item, row);
  }

  /** Whether the columns that read attributes have this item's. */
  static boolean hasColumnsOf(StoredItem item, TableRow row) {
    Optional<Object> amount = item.amount() == Amount.FITS ? Optional.of(42L) : Optional.empty();
    return row.number("rev") == item.revision()
        && row.values().get("n").equals(amount)
        && row.key().equals(item.key().toString());
  }

  /** What is wrong with the row of a record of the stream. */
  static Optional<String> difference(StreamRecord record, TableRow row) {
    boolean removed = record.after().isEmpty();
    Optional<Object> before = record.before().map(StoredItem::plain);
    if (!row.key().equals(record.key().toString())) {
      return Optional.of("key");
    }
    if (!row.text("_event_name").equals(record.eventName())) {
      return Optional.of("_event_name");
    }
    if (row.number("_is_deleted") != (removed ? 1 : 0)) {
      return Optional.of("_is_deleted");
    }
    if (row.number("_timestamp") != record.time() * 1000) {
      return Optional.of("_timestamp");
    }
    if (!row.values().get("_old_record").equals(before)) {
      return Optional.of("_old_record");
    }
    boolean image =
        record.after().map(item -> isOf(item, row)).orElse(row.text("_record").isEmpty());
    return image ? Optional.empty() : Optional.of("_record or a column of it");
  }
}
