package dev.nightjar.proving.world.clickhouse;

import dev.nightjar.clickhouse.block.NativeBlock;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a block in ClickHouse's Native format: numbers little-endian, strings with their length, a
 * nullable column after the bytes that tell its NULLs.
 */
final class NativeReader {
  private final byte[] in;
  private int at;

  private NativeReader(byte[] in) {
    this.in = in;
  }

  /**
   * The rows of a block, each by column: String, Long, BigInteger, a list of those, or empty for
   * NULL.
   *
   * @throws IllegalArgumentException for a type that no history has
   */
  static List<Map<String, Optional<Object>>> rows(NativeBlock block) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    block.writeTo(bytes::write);
    return new NativeReader(bytes.toByteArray()).read();
  }

  private List<Map<String, Optional<Object>>> read() {
    int columns = varInt();
    int rows = varInt();
    List<Map<String, Optional<Object>>> read = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      read.add(new LinkedHashMap<>());
    }
    for (int i = 0; i < columns; i++) {
      String name = string();
      List<Optional<Object>> values = column(string(), rows);
      for (int row = 0; row < rows; row++) {
        read.get(row).put(name, values.get(row));
      }
    }
    if (at != in.length) {
      throw new IllegalArgumentException((in.length - at) + " bytes too many in a block");
    }
    return read;
  }

  private List<Optional<Object>> column(String type, int rows) {
    String nullable = inside(type, "Nullable");
    if (!nullable.isEmpty()) {
      int nulls = at;
      at += rows;
      List<Optional<Object>> values = new ArrayList<>(column(nullable, rows));
      for (int i = 0; i < rows; i++) {
        if (in[nulls + i] != 0) {
          values.set(i, Optional.empty());
        }
      }
      return values;
    }
    String element = inside(type, "Array");
    return element.isEmpty() ? scalars(type, rows) : arrays(element, rows);
  }

  private List<Optional<Object>> arrays(String element, int rows) {
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      ends.add(number(8).intValueExact());
    }
    List<Optional<Object>> all = column(element, rows == 0 ? 0 : ends.getLast());
    List<Optional<Object>> values = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      values.add(
          Optional.of(
              all.subList(i == 0 ? 0 : ends.get(i - 1), ends.get(i)).stream()
                  .map(Optional::orElseThrow)
                  .toList()));
    }
    return values;
  }

  private List<Optional<Object>> scalars(String type, int rows) {
    List<Optional<Object>> values = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      Object value =
          switch (type) {
            case "String" -> string();
            case "UInt8" -> number(1).longValueExact();
            case "UInt32", "Int32" -> number(4).longValueExact();
            case "UInt64", "DateTime64(3)" -> number(8).longValueExact();
            case "UInt256" -> number(32);
            default -> throw new IllegalArgumentException("a column of type " + type);
          };
      values.add(Optional.of(value));
    }
    return values;
  }

  private static String inside(String type, String outer) {
    return type.startsWith(outer + "(")
        ? type.substring(outer.length() + 1, type.length() - 1)
        : "";
  }

  /** No history has a number below zero in a column of numbers. */
  private BigInteger number(int width) {
    byte[] bigEndian = new byte[width];
    for (int i = 0; i < width; i++) {
      bigEndian[width - 1 - i] = in[at + i];
    }
    at += width;
    return new BigInteger(1, bigEndian);
  }

  private String string() {
    int length = varInt();
    String text = new String(in, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  private int varInt() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in[at++];
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
