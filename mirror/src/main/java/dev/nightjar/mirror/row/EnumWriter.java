package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** S into Enum8 and Enum16, by name. */
final class EnumWriter implements TextWriter {
  private final byte[][] names;
  private final int[] numbers;

  /** An open hash table of places in the two arrays, each plus 1. */
  private final int[] places;

  EnumWriter(Map<String, Integer> values) {
    names = new byte[values.size()][];
    numbers = new int[names.length];
    places = new int[Integer.highestOneBit(names.length) * 4];
    int next = 0;
    for (Map.Entry<String, Integer> value : values.entrySet()) {
      byte[] name = value.getKey().getBytes(StandardCharsets.UTF_8);
      names[next] = name;
      numbers[next] = value.getValue();
      int slot = slot(name, 0, name.length);
      while (places[slot] != 0) {
        slot = slot + 1 & places.length - 1;
      }
      places[slot] = ++next;
    }
  }

  private int slot(byte[] text, int start, int end) {
    int hash = 0;
    for (int at = start; at < end; at++) {
      hash = hash * 31 + text[at];
    }
    return (hash ^ hash >>> 16) & places.length - 1;
  }

  @Override
  public Fit write(AttributeReader item, int node, Column column) {
    if (item.type(node) != AttributeType.S) {
      return Fit.OTHER_TYPE;
    }
    return writeText(item.valueBuffer(node), item.valueStart(node), item.valueEnd(node), column);
  }

  @Override
  public Fit writeText(byte[] text, int start, int end, Column column) {
    for (int slot = slot(text, start, end);
        places[slot] != 0;
        slot = slot + 1 & places.length - 1) {
      byte[] name = names[places[slot] - 1];
      if (Arrays.equals(name, 0, name.length, text, start, end)) {
        ((FixedColumn) column).append(numbers[places[slot] - 1]);
        return Fit.FITS;
      }
    }
    return Fit.UNKNOWN_NAME;
  }
}
