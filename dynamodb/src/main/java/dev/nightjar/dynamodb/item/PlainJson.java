package dev.nightjar.dynamodb.item;

import dev.nightjar.dynamodb.json.ByteOutput;
import dev.nightjar.dynamodb.json.JsonStrings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes typed attributes as plain JSON, in one form for one value: whatever the order of
 * attributes and set members, the escapes and the white space in what came from AWS, equal items
 * give identical bytes.
 *
 * <ul>
 *   <li>Members of a map by code point of their names; no white space.
 *   <li>A number as DynamoDB wrote its digits, bare; one that JSON cannot write bare (DynamoDB
 *       itself sends none), quoted. Behind the digits of a whole number that 64 bits do not hold
 *       stands {@code e0}: without it ClickHouse's JSON functions refuse the whole text.
 *   <li>A binary as its base64, NULL as {@code null}.
 *   <li>A set as an array: strings by their UTF-8, numbers by value, binaries by their bytes. A
 *       list as it is.
 *   <li>Strings as UTF-8 with the escapes of {@link JsonStrings#appendQuoted}.
 * </ul>
 *
 * <p>Reusable, for one thread at a time.
 */
public final class PlainJson {
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.UTF_8);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

  private static final int TEXT = AttributeType.S.ordinal();
  private static final int NUMBER = AttributeType.N.ordinal();
  private static final int BOOLEAN = AttributeType.BOOL.ordinal();

  private final NodeOrder order = new NodeOrder();
  private int[] stack = new int[128];
  private int stacked;

  /** Appends a whole item, as an object. */
  public void write(AttributeReader item, ByteOutput output) {
    ItemLayout layout = item.layout();
    if (layout == null) {
      write(item, item.root(), output);
    } else {
      layout.json(item).write(item, this, output);
    }
  }

  /** Appends one attribute, with all that is in it. */
  public void write(AttributeReader item, int node, ByteOutput output) {
    stacked = 0;
    writeValue(item, node, output);
  }

  private void writeValue(AttributeReader item, int node, ByteOutput output) {
    // By number, the most frequent first: this is asked for every value.
    int type = item.typeNumber(node);
    if (type == TEXT) {
      writeText(item, node, output);
    } else if (type == NUMBER) {
      writeNumber(item, node, output);
    } else if (type == BOOLEAN) {
      writeBoolean(item, node, output);
    } else {
      writeOther(item, node, output);
    }
  }

  private void writeOther(AttributeReader item, int node, ByteOutput output) {
    switch (item.type(node)) {
      case S, B -> writeText(item, node, output);
      case N -> writeNumber(item, node, output);
      case BOOL -> writeBoolean(item, node, output);
      case NULL -> writeNull(output);
      case M -> writeMap(item, node, output);
      case L -> writeList(item, node, output);
      case SS, NS, BS -> writeSet(item, node, output);
    }
  }

  static void writeBoolean(AttributeReader item, int node, ByteOutput output) {
    byte[] word = item.isTrue(node) ? TRUE : FALSE;
    output.append(word, 0, word.length);
  }

  static void writeNull(ByteOutput output) {
    output.append(NULL, 0, NULL.length);
  }

  private static void writeText(AttributeReader item, int node, ByteOutput output) {
    if (item.valueIsPlain(node)) {
      output.appendBetweenQuotes(
          item.valueBuffer(node), item.valueStart(node), item.valueEnd(node));
    } else {
      JsonStrings.appendQuoted(
          item.valueBuffer(node), item.valueStart(node), item.valueEnd(node), output);
    }
  }

  static void writeNumber(AttributeReader item, int node, ByteOutput output) {
    byte[] text = item.valueBuffer(node);
    int start = item.valueStart(node);
    int end = item.valueEnd(node);
    if (DecimalOrder.isShortJsonNumber(text, start, end)) {
      output.append(text, start, end);
    } else if (DecimalOrder.isJsonNumber(text, start, end)) {
      output.append(text, start, end);
      if (WideInteger.is(text, start, end)) {
        output.append(WideInteger.EXPONENT, 0, WideInteger.EXPONENT.length);
      }
    } else {
      writeText(item, node, output);
    }
  }

  private void writeMap(AttributeReader item, int map, ByteOutput output) {
    MapShape shape = item.shapeOf(map);
    int start = stacked;
    output.append('{');
    if (shape == null) {
      pushOrdered(item, map);
      writeMembers(item, start, output);
    } else {
      writeShaped(item, map, shape, output);
    }
    output.append('}');
    stacked = start;
  }

  private void writeMembers(AttributeReader item, int start, ByteOutput output) {
    int end = stacked;
    for (int i = start; i < end; i++) {
      if (i > start) {
        output.append(',');
      }
      int member = stack[i];
      if (item.nameIsPlain(member)) {
        output.appendBetweenQuotes(
            item.nameBuffer(member), item.nameStart(member), item.nameEnd(member));
      } else {
        JsonStrings.appendQuoted(
            item.nameBuffer(member), item.nameStart(member), item.nameEnd(member), output);
      }
      output.append(':');
      writeValue(item, member, output);
    }
  }

  /** Names and order are those of the last map here: only the values are looked at. */
  private void writeShaped(AttributeReader item, int map, MapShape shape, ByteOutput output) {
    int start = stacked;
    if (!shape.isOrdered()) {
      pushOrdered(item, map);
      shape.order(item, stack, start, stacked);
      stacked = start;
    }
    push(item, map);
    int count = shape.orderedCount();
    byte[] names = shape.literals();
    for (int i = 0; i < count; i++) {
      int place = shape.ordered(i);
      // With the quote before it, and the comma where it is not the first.
      int before = i == 0 ? 1 : 2;
      output.append(names, shape.nameStart(place) - before, shape.nameEnd(place));
      writeValue(item, stack[start + place], output);
    }
  }

  private void pushOrdered(AttributeReader item, int map) {
    int start = stacked;
    push(item, map);
    if (order.sort(item, NodeOrder.Key.NAME, stack, start, stacked)) {
      dropOverridden(item, start);
    }
  }

  private void push(AttributeReader item, int parent) {
    int needed = stacked + item.childCount(parent);
    if (needed > stack.length) {
      stack = Arrays.copyOf(stack, Math.max(needed, stack.length * 2));
    }
    for (int child = item.firstChild(parent);
        child != AttributeReader.NONE;
        child = item.nextSibling(child)) {
      stack[stacked++] = child;
    }
  }

  private void dropOverridden(AttributeReader item, int start) {
    int kept = start;
    for (int i = start; i < stacked; i++) {
      if (i + 1 == stacked || !item.sameName(stack[i], stack[i + 1])) {
        stack[kept++] = stack[i];
      }
    }
    stacked = kept;
  }

  private void writeSet(AttributeReader item, int set, ByteOutput output) {
    int start = stacked;
    push(item, set);
    order.sort(item, SetOrder.keyOf(item.type(set)), stack, start, stacked);
    output.append('[');
    for (int i = start; i < stacked; i++) {
      if (i > start) {
        output.append(',');
      }
      writeValue(item, stack[i], output);
    }
    output.append(']');
    stacked = start;
  }

  private void writeList(AttributeReader item, int list, ByteOutput output) {
    output.append('[');
    int first = item.firstChild(list);
    for (int child = first; child != AttributeReader.NONE; child = item.nextSibling(child)) {
      if (child != first) {
        output.append(',');
      }
      writeValue(item, child, output);
    }
    output.append(']');
  }
}
