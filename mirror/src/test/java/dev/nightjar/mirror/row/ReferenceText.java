package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.Array;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime64;
import dev.nightjar.clickhouse.type.ClickHouseType.FixedString;
import dev.nightjar.clickhouse.type.ClickHouseType.FloatType;
import dev.nightjar.clickhouse.type.ClickHouseType.Json;
import dev.nightjar.clickhouse.type.ClickHouseType.MapType;
import dev.nightjar.clickhouse.type.ClickHouseType.StringType;
import dev.nightjar.clickhouse.type.ClickHouseType.Tuple;
import dev.nightjar.clickhouse.type.ClickHouseType.TupleElement;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The values of {@link ReferenceValue} as texts, and the SQL by which ClickHouse tells the same of
 * a column: the parts of an Array, a Map and a Tuple between brackets, each the hexadecimal digits
 * of its text. What a JSON column makes of its text is left to ClickHouse.
 */
final class ReferenceText {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private ReferenceText() {}

  /** An expression of type String for a column's values. */
  static String expression(ClickHouseType type, String column) {
    return expression(type, column, 0);
  }

  private static String expression(ClickHouseType type, String value, int depth) {
    String element = "e" + depth;
    return switch (type.bare()) {
      case Json _ -> "'JSON'";
      case Array(ClickHouseType inner) ->
          "concat('[', arrayStringConcat(arrayMap(%s -> %s, %s), ','), ']')"
              .formatted(element, expression(inner, element, depth + 1), value);
      case MapType(ClickHouseType key, ClickHouseType member) ->
          "concat('{', arrayStringConcat(arrayMap((%s, m%s) -> concat(%s, ':', %s), mapKeys(%s), mapValues(%s)), ','), '}')"
              .formatted(
                  element,
                  element,
                  expression(key, element, depth + 1),
                  expression(member, "m" + element, depth + 1),
                  value,
                  value);
      case Tuple(List<TupleElement> elements) ->
          IntStream.range(0, elements.size())
              .mapToObj(i ->
                  expression(
                      elements.get(i).type(),
                      "tupleElement(%s, %d)".formatted(value, i + 1),
                      depth + 1))
              .collect(Collectors.joining(", ',', ", "concat('(', ", ", ')')"));
      case StringType _, FixedString _, FloatType _ -> leaf(value);
      case DateTime _, DateTime64 _ -> leaf("toString(" + value + ", 'UTC')");
      default -> leaf("toString(" + value + ")");
    };
  }

  private static String leaf(String value) {
    return "CAST(ifNull(hex(%s), 'NULL') AS String)".formatted(value);
  }

  /** What that expression is for a value. */
  static String of(ClickHouseType type, Object value) {
    return switch (type.bare()) {
      case Json _ -> "JSON";
      case Array(ClickHouseType inner) ->
          ((List<?>) value)
              .stream()
                  .map(element -> of(inner, element))
                  .collect(Collectors.joining(",", "[", "]"));
      case MapType(ClickHouseType key, ClickHouseType member) ->
          ((List<?>) value)
              .stream()
                  .map(entry -> (Map.Entry<?, ?>) entry)
                  .map(entry -> of(key, entry.getKey()) + ":" + of(member, entry.getValue()))
                  .collect(Collectors.joining(",", "{", "}"));
      case Tuple(List<TupleElement> elements) ->
          IntStream.range(0, elements.size())
              .mapToObj(i -> of(elements.get(i).type(), ((List<?>) value).get(i)))
              .collect(Collectors.joining(",", "(", ")"));
      default -> value == null ? "NULL" : HEX.formatHex(bytes(type.bare(), value));
    };
  }

  private static byte[] bytes(ClickHouseType type, Object value) {
    return switch (value) {
      case String text when type instanceof FixedString(int length) ->
          Arrays.copyOf(ReferenceNative.utf8(text), length);
      case Float number ->
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(number).array();
      case Double number ->
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(number).array();
      default -> ReferenceNative.utf8(printed(type, value));
    };
  }

  private static String printed(ClickHouseType type, Object value) {
    return switch (value) {
      case BigDecimal number -> number.stripTrailingZeros().toPlainString();
      case Instant instant ->
          ReferenceTimes.printed(
              instant,
              type instanceof DateTime64(int precision, var _) ? precision : 0,
              ZoneOffset.UTC);
      case byte[] address -> ReferenceAddresses.printed(address);
      default -> value.toString();
    };
  }
}
