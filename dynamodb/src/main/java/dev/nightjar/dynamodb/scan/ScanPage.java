package dev.nightjar.dynamodb.scan;

import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.ScannedItems;
import dev.nightjar.dynamodb.failure.RejectedException;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.dynamodb.table.KeyAttribute;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** One answer of Scan: its bytes with the places of its items. Confined to one thread at a time. */
public final class ScanPage {
  private static final double UNIT_BYTES = 4096;

  private final ScannedItems items;
  private final int bytes;

  private ScanPage(ScannedItems items, int bytes) {
    this.items = items;
    this.bytes = bytes;
  }

  /**
   * Reads the body of an answer.
   *
   * @param body JSON; kept, not copied
   * @param length how many of its bytes count
   * @throws MalformedJsonException if the body is not an answer of Scan
   */
  public static ScanPage parse(byte[] body, int length) {
    return new ScanPage(ScannedItems.parse(body, length), length);
  }

  /** How many items; an answer without any need not be the last. */
  public int size() {
    return items.size();
  }

  /** The view of an item, from 0, as an export's line has it; valid until the next call. */
  public Change change(int index) {
    return items.change(index);
  }

  /**
   * The key of an item, from 0.
   *
   * @throws MalformedJsonException if it cannot be read
   */
  public ItemKey key(int index, List<KeyAttribute> keys) {
    Change item = items.change(index);
    return ItemKey.read(item.buffer(), item.newImageStart(), item.newImageEnd(), keys);
  }

  /**
   * Where the next page begins; empty at the end of the segment.
   *
   * @throws RejectedException if the answer's LastEvaluatedKey cannot be read: there is no way to
   *     what follows
   */
  public Optional<ItemKey> next(List<KeyAttribute> keys) {
    return items
        .lastEvaluatedKey()
        .map(key -> key.getBytes(StandardCharsets.UTF_8))
        .map(key -> last(key, keys));
  }

  private static ItemKey last(byte[] key, List<KeyAttribute> keys) {
    try {
      return ItemKey.read(key, 0, key.length, keys);
    } catch (MalformedJsonException e) {
      throw new RejectedException(
          "Scan",
          "",
          "The answer to Scan has a LastEvaluatedKey that cannot be read, and what follows it cannot"
              + " be asked for: "
              + e.getMessage(),
          e);
    }
  }

  /**
   * The read capacity units that it cost, as AWS says; else 1 for each 4 KB of the answer, which is
   * more than they were.
   */
  public double capacityUnits() {
    return items.capacityUnits() > 0 ? items.capacityUnits() : Math.ceil(bytes / UNIT_BYTES);
  }
}
