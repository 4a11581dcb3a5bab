package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.Array;
import dev.nightjar.clickhouse.type.ClickHouseType.Date;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime64;
import dev.nightjar.clickhouse.type.ClickHouseType.EnumType;
import dev.nightjar.clickhouse.type.ClickHouseType.FixedString;
import dev.nightjar.clickhouse.type.ClickHouseType.IntegerType;
import dev.nightjar.clickhouse.type.ClickHouseType.Json;
import dev.nightjar.clickhouse.type.ClickHouseType.LowCardinality;
import dev.nightjar.clickhouse.type.ClickHouseType.MapType;
import dev.nightjar.clickhouse.type.ClickHouseType.Nullable;
import dev.nightjar.clickhouse.type.ClickHouseType.StringType;
import dev.nightjar.clickhouse.type.ClickHouseType.Tuple;
import dev.nightjar.clickhouse.type.ClickHouseType.TupleElement;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * ClickHouse's Native format over the values of {@link ReferenceValue}, to be read rather than to
 * be fast: how many columns and rows, then each column's name, type and values. LowCardinality is
 * left out, and JSON goes as String, for ClickHouse to add and to parse.
 */
final class ReferenceNative {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private ReferenceNative() {}

  /** A column of a block and its values, one a row. */
  record Values(String name, ClickHouseType type, List<Object> values) {}

  /** A block. */
  static byte[] block(List<Values> columns, int rows) {
    ReferenceNative block = new ReferenceNative();
    block.varint(columns.size());
    block.varint(rows);
    columns.forEach(column -> block.out.writeBytes(column(column)));
    return block.out.toByteArray();
  }

  /** One column of a block. */
  static byte[] column(Values column) {
    ReferenceNative block = new ReferenceNative();
    block.string(utf8(column.name()));
    block.string(utf8(plain(column.type()).toString()));
    block.values(column.type(), column.values());
    return block.out.toByteArray();
  }

  /** UTF-8, in which half a pair of surrogates is three bytes as other characters are. */
  static byte[] utf8(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    text.codePoints()
        .forEach(point -> {
          if (Character.getType(point) == Character.SURROGATE) {
            bytes.write(0xE0 | point >> 12);
            bytes.write(0x80 | point >> 6 & 0x3F);
            bytes.write(0x80 | point & 0x3F);
          } else {
            bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
          }
        });
    return bytes.toByteArray();
  }

  private static ClickHouseType plain(ClickHouseType type) {
    return switch (type) {
      case LowCardinality(ClickHouseType inner) -> plain(inner);
      case Nullable(ClickHouseType inner) -> new Nullable(plain(inner));
      case Array(ClickHouseType element) -> new Array(plain(element));
      case MapType(ClickHouseType key, ClickHouseType value) ->
          new MapType(plain(key), plain(value));
      case Tuple(List<TupleElement> elements) ->
          new Tuple(
              elements.stream()
                  .map(element -> new TupleElement(element.name(), plain(element.type())))
                  .toList());
      case Json _ -> new StringType();
      default -> type;
    };
  }

  private void values(ClickHouseType type, List<Object> values) {
    if (type.nullable()) {
      values.forEach(value -> out.write(value == null ? 1 : 0));
    }
    ClickHouseType bare = type.bare();
    List<Object> present =
        values.stream().map(value -> value == null ? ReferenceValue.empty(bare) : value).toList();
    switch (bare) {
      case Array(ClickHouseType element) -> {
        List<Object> elements = new ArrayList<>();
        for (Object array : present) {
          elements.addAll((List<?>) array);
          little(BigInteger.valueOf(elements.size()), 8);
        }
        values(element, elements);
      }
      case MapType(ClickHouseType key, ClickHouseType member) -> {
        List<Object> keys = new ArrayList<>();
        List<Object> members = new ArrayList<>();
        for (Object map : present) {
          for (Object entry : (List<?>) map) {
            keys.add(((Map.Entry<?, ?>) entry).getKey());
            members.add(((Map.Entry<?, ?>) entry).getValue());
          }
          little(BigInteger.valueOf(keys.size()), 8);
        }
        values(key, keys);
        values(member, members);
      }
      case Tuple(List<TupleElement> elements) -> {
        for (int i = 0; i < elements.size(); i++) {
          List<Object> column = new ArrayList<>();
          for (Object tuple : present) {
            column.add(((List<?>) tuple).get(i));
          }
          values(elements.get(i).type(), column);
        }
      }
      default -> present.forEach(value -> value(bare, value));
    }
  }

  private void value(ClickHouseType type, Object value) {
    switch (value) {
      case String text when type instanceof FixedString(int length) -> {
        out.writeBytes(utf8(text));
        out.writeBytes(new byte[length - utf8(text).length]);
      }
      case String name when type instanceof EnumType(int bits, Map<String, Integer> numbers) ->
          little(BigInteger.valueOf(numbers.get(name)), bits / 8);
      case String text -> string(utf8(text));
      case Boolean truth -> out.write(truth ? 1 : 0);
      case BigInteger whole -> little(whole, ((IntegerType) type).bits() / 8);
      case Float number -> little(BigInteger.valueOf(Float.floatToRawIntBits(number)), 4);
      case Double number -> little(BigInteger.valueOf(Double.doubleToRawLongBits(number)), 8);
      case BigDecimal number -> little(number.unscaledValue(), type.width().orElseThrow());
      case LocalDate date ->
          little(BigInteger.valueOf(date.toEpochDay()), type instanceof Date ? 2 : 4);
      case Instant instant when type instanceof DateTime64(int precision, var _) ->
          little(ReferenceTimes.seconds(instant).movePointRight(precision).toBigIntegerExact(), 8);
      case Instant instant -> little(BigInteger.valueOf(instant.getEpochSecond()), 4);
      case UUID uuid -> {
        little(BigInteger.valueOf(uuid.getMostSignificantBits()), 8);
        little(BigInteger.valueOf(uuid.getLeastSignificantBits()), 8);
      }
      case byte[] address when address.length == 4 -> little(new BigInteger(1, address), 4);
      case byte[] address -> out.writeBytes(address);
      default -> throw new IllegalArgumentException(value + " in a " + type);
    }
  }

  /** The lowest bytes of a number, from the lowest on. */
  private void little(BigInteger number, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write(number.shiftRight(8 * i).intValue());
    }
  }

  private void string(byte[] bytes) {
    varint(bytes.length);
    out.writeBytes(bytes);
  }

  private void varint(int number) {
    int rest = number;
    while (rest >= 0x80) {
      out.write(rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
