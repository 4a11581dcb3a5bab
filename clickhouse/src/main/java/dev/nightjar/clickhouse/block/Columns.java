package dev.nightjar.clickhouse.block;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.Array;
import dev.nightjar.clickhouse.type.ClickHouseType.EnumType;
import dev.nightjar.clickhouse.type.ClickHouseType.Json;
import dev.nightjar.clickhouse.type.ClickHouseType.LowCardinality;
import dev.nightjar.clickhouse.type.ClickHouseType.MapType;
import dev.nightjar.clickhouse.type.ClickHouseType.Nullable;
import dev.nightjar.clickhouse.type.ClickHouseType.StringType;
import dev.nightjar.clickhouse.type.ClickHouseType.Tuple;
import dev.nightjar.clickhouse.type.ClickHouseType.TupleElement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SequencedMap;

/** Chooses the column for a type. */
final class Columns {
  private static final byte[] EMPTY_STRING = {};
  private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);

  private Columns() {}

  static boolean writes(ClickHouseType type) {
    ClickHouseType bare = type.bare();
    return switch (bare) {
      case StringType _, Json _ -> true;
      case Array(ClickHouseType element) -> !type.nullable() && writes(element);
      case MapType(ClickHouseType key, ClickHouseType value) ->
          !type.nullable() && !key.nullable() && writes(key) && writes(value);
      case Tuple(List<TupleElement> elements) ->
          !type.nullable()
              && !elements.isEmpty()
              && elements.stream().allMatch(element -> writes(element.type()));
      default -> bare.width().isPresent();
    };
  }

  static Column of(BlockColumn column) {
    if (!writes(column.type())) {
      throw new IllegalArgumentException(
          "column " + column.name() + ": values of type " + column.type() + " cannot be written");
    }
    return of(column.type());
  }

  private static Column of(ClickHouseType type) {
    ClickHouseType bare = type.bare();
    return switch (bare) {
      case StringType _ -> new StringColumn(type.nullable(), EMPTY_STRING);
      case Json _ -> new StringColumn(type.nullable(), EMPTY_OBJECT);
      case Array(ClickHouseType element) -> new ArrayColumn(of(element));
      case MapType(ClickHouseType key, ClickHouseType value) -> new MapColumn(of(key), of(value));
      case Tuple(List<TupleElement> elements) ->
          new TupleColumn(elements.stream().map(element -> of(element.type())).toList());
      // An Enum's empty value is the name of the least number: 0 need not be one.
      case EnumType(int bits, SequencedMap<String, Integer> values) ->
          new FixedColumn(bits / 8, type.nullable(), values.firstEntry().getValue());
      default -> new FixedColumn(bare.width().orElseThrow(), type.nullable(), 0);
    };
  }

  /**
   * The type in the block's header: without LowCardinality, which ClickHouse adds itself, and with
   * String for JSON, which ClickHouse then parses.
   */
  static ClickHouseType plain(ClickHouseType type) {
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
}
