package dev.nightjar.dynamodb.change;

import dev.nightjar.dynamodb.json.JsonCursor;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The items in an answer of Scan: where each of them is, found in one pass before any is handed on.
 * Each is the {@link Change} that an export's line with the same item is. Confined to one thread at
 * a time.
 */
public final class ScannedItems {
  private static final int INITIAL_ITEMS = 64;

  private final byte[] body;
  private final Change view = new Change();
  private int[] places = new int[INITIAL_ITEMS * 2];
  private int size;
  private Optional<String> lastEvaluatedKey = Optional.empty();
  private double capacityUnits;

  private ScannedItems(byte[] body) {
    this.body = body;
  }

  /**
   * Reads an answer: {@code {"Items":[…],"LastEvaluatedKey":{…},"ConsumedCapacity":{…}}}, members
   * in any order, others ignored.
   *
   * @param body kept, not copied
   * @param length how many of its bytes count
   * @throws MalformedJsonException if it is not one
   */
  public static ScannedItems parse(byte[] body, int length) {
    ScannedItems items = new ScannedItems(body);
    JsonCursor cursor = new JsonCursor();
    cursor.reset(body, 0, length);
    items.parseAnswer(cursor);
    return items;
  }

  private void parseAnswer(JsonCursor cursor) {
    cursor.beginObject();
    while (cursor.nextMember()) {
      if (cursor.stringEquals(Names.ITEMS)) {
        parseItems(cursor);
      } else if (cursor.stringEquals(Names.LAST_EVALUATED_KEY)) {
        lastEvaluatedKey = cursor.tryNull() ? Optional.empty() : Optional.of(text(cursor));
      } else if (cursor.stringEquals(Names.CONSUMED_CAPACITY)) {
        parseCapacity(cursor);
      } else {
        cursor.skipValue();
      }
    }
    cursor.expectEnd();
  }

  private void parseItems(JsonCursor cursor) {
    size = 0;
    if (cursor.tryNull()) {
      return;
    }
    cursor.beginArray();
    while (cursor.nextElement()) {
      if (cursor.peek() != '{') {
        throw cursor.malformed("expected '{'");
      }
      if (size * 2 == places.length) {
        places = Arrays.copyOf(places, places.length * 2);
      }
      places[size * 2] = cursor.skipValue();
      places[size * 2 + 1] = cursor.position();
      size++;
    }
  }

  private void parseCapacity(JsonCursor cursor) {
    if (cursor.tryNull()) {
      return;
    }
    cursor.beginObject();
    while (cursor.nextMember()) {
      if (cursor.stringEquals(Names.CAPACITY_UNITS)) {
        capacityUnits = new BigDecimal(text(cursor)).doubleValue();
      } else {
        cursor.skipValue();
      }
    }
  }

  private String text(JsonCursor cursor) {
    int start = cursor.skipValue();
    return new String(body, start, cursor.position() - start, StandardCharsets.UTF_8);
  }

  /** How many items. */
  public int size() {
    return size;
  }

  /** The last key that was looked at, as typed JSON; empty where nothing follows. */
  public Optional<String> lastEvaluatedKey() {
    return lastEvaluatedKey;
  }

  /** The read capacity that the answer cost; 0 where it does not say. */
  public double capacityUnits() {
    return capacityUnits;
  }

  /**
   * The view of an item, from 0, as an export's line has it; the same object for every item, moved
   * to this one.
   */
  public Change change(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index + " of " + size);
    }
    view.clear(body);
    view.sequenceLow = 1;
    view.newImageStart = places[index * 2];
    view.newImageEnd = places[index * 2 + 1];
    return view;
  }
}
