package dev.nightjar.mirror.verify;

import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.dynamodb.scan.ItemKey;
import dev.nightjar.dynamodb.scan.ScanPage;
import dev.nightjar.dynamodb.table.KeyAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the segments in which the item of a row would be that the scan did not find. DynamoDB tells
 * no key's hash, and the access policy allows no read but Scan; but a Scan from any key on begins
 * with the next item in the order of hashes, whose segment is known. So it would be in that
 * segment, or at the end of the one before it that has items: a read of one item each, and a second
 * scan of about two segments.
 */
final class Ghosts {
  private static final int MOST_STEPS = 10;
  private static final int MOST_EMPTY_SEGMENTS = 200;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final TableScan scan;
  private final Scratch scratch;
  private final List<KeyAttribute> keys;
  private final int totalSegments;

  Ghosts(TableScan scan, Scratch scratch, List<KeyAttribute> keys, int totalSegments) {
    this.scan = scan;
    this.scratch = scratch;
    this.keys = keys;
    this.totalSegments = totalSegments;
  }

  /**
   * The segments in which the item would be.
   *
   * @param record the row's {@code _record}
   * @return empty where they cannot be told
   */
  List<Integer> segments(String record) throws InterruptedException {
    Optional<ItemKey> key = key(record, keys);
    return key.isEmpty() ? List.of() : segments(key.get());
  }

  private List<Integer> segments(ItemKey key) throws InterruptedException {
    try {
      return search(key);
    } catch (MalformedJsonException _) {
      // An item on the way to the next one that has a row cannot be read.
      return List.of();
    }
  }

  private List<Integer> search(ItemKey key) throws InterruptedException {
    ItemKey after = key;
    for (int step = 0; step < MOST_STEPS; step++) {
      ScanPage page = scan.after(after, 1);
      if (page.size() == 0) {
        return page.next(keys).isEmpty() ? downFrom(totalSegments - 1) : List.of();
      }
      List<String> columns = scan.columnsOf(page, 0);
      OptionalInt segment = columns.isEmpty() ? OptionalInt.empty() : scratch.segment(columns);
      if (segment.isPresent()) {
        return downFrom(segment.getAsInt());
      }
      // It has come since, or has no row: the one after it will do.
      after = page.key(0, keys);
    }
    return List.of();
  }

  /** A segment and those before it down to the next that has items. */
  private List<Integer> downFrom(int last) {
    List<Integer> segments = new ArrayList<>();
    for (int segment = last; segment >= 0; segment--) {
      segments.add(segment);
      if (segment < last && scratch.seenIn(segment) > 0) {
        return segments;
      }
      if (segments.size() > MOST_EMPTY_SEGMENTS) {
        return List.of();
      }
    }
    return segments;
  }

  /** The key in an item's plain JSON. */
  static Optional<ItemKey> key(String record, List<KeyAttribute> keys) {
    JsonNode item;
    try {
      item = JSON.readTree(record);
    } catch (JacksonException e) {
      // Something else than the mirror has written this row: it has no key to be found by.
      return Optional.empty();
    }
    List<ItemKey.Value> values = new ArrayList<>();
    for (KeyAttribute key : keys) {
      JsonNode value = item.path(key.name());
      boolean fits = key.type() == KeyAttribute.ScalarType.N ? value.isNumber() : value.isString();
      if (!fits) {
        return Optional.empty();
      }
      values.add(new ItemKey.Value(key.name(), key.type(), value.asString()));
    }
    return Optional.of(new ItemKey(values));
  }
}
