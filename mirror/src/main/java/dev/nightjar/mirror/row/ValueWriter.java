package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.Array;
import dev.nightjar.clickhouse.type.ClickHouseType.Bool;
import dev.nightjar.clickhouse.type.ClickHouseType.Date;
import dev.nightjar.clickhouse.type.ClickHouseType.Date32;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime64;
import dev.nightjar.clickhouse.type.ClickHouseType.Decimal;
import dev.nightjar.clickhouse.type.ClickHouseType.EnumType;
import dev.nightjar.clickhouse.type.ClickHouseType.FixedString;
import dev.nightjar.clickhouse.type.ClickHouseType.FloatType;
import dev.nightjar.clickhouse.type.ClickHouseType.IntegerType;
import dev.nightjar.clickhouse.type.ClickHouseType.Ipv4;
import dev.nightjar.clickhouse.type.ClickHouseType.Ipv6;
import dev.nightjar.clickhouse.type.ClickHouseType.Json;
import dev.nightjar.clickhouse.type.ClickHouseType.MapType;
import dev.nightjar.clickhouse.type.ClickHouseType.StringType;
import dev.nightjar.clickhouse.type.ClickHouseType.Tuple;
import dev.nightjar.clickhouse.type.ClickHouseType.TupleElement;
import dev.nightjar.clickhouse.type.ClickHouseType.Uuid;
import dev.nightjar.dynamodb.item.AttributeReader;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Turns one attribute's value into one value of a column. For one thread at a time. */
interface ValueWriter {

  /**
   * Appends the value of a node that is not NULL.
   *
   * @return why it does not fit; the column may then hold a part of it, and its row must be undone
   */
  Fit write(AttributeReader item, int node, Column column);

  /**
   * The writer for a column of a type that {@link MappedTypes} does not refuse.
   *
   * @param key whether different values must stay different
   */
  static ValueWriter of(ClickHouseType type, boolean key) {
    return switch (type.bare()) {
      case StringType _ -> new StringWriter();
      case FixedString(int length) -> new FixedStringWriter(length, key);
      case Bool _ -> new BoolWriter();
      case IntegerType(int bits, boolean signed) -> new IntegerWriter(bits, signed);
      case FloatType(int bits) -> new FloatWriter(bits, key);
      case Decimal(int precision, int scale) -> new DecimalWriter(precision, scale);
      case Date _ -> DateWriter.date(key);
      case Date32 _ -> DateWriter.date32(key);
      case DateTime(Optional<String> zone) -> TimeWriter.seconds(zone(zone), key);
      case DateTime64(int precision, Optional<String> zone) ->
          TimeWriter.ticks(precision, zone(zone), key);
      case Uuid _ -> new UuidWriter(key);
      case EnumType(int _, SequencedMap<String, Integer> values) -> new EnumWriter(values);
      case Ipv4 _ -> new IpWriter(false, key);
      case Ipv6 _ -> new IpWriter(true, key);
      case Json _ -> new JsonWriter();
      case Array(ClickHouseType element) -> new ArrayWriter(of(element, false));
      // Names that differ stay different keys: they are read as keys are.
      case MapType(ClickHouseType name, ClickHouseType value) ->
          new MapWriter((TextWriter) of(name, true), of(value, false));
      case Tuple(List<TupleElement> elements) ->
          new TupleWriter(
              elements, elements.stream().map(element -> of(element.type(), false)).toList());
      default -> throw new IllegalArgumentException("no writer for " + type);
    };
  }

  private static ZoneId zone(Optional<String> name) {
    // "UTC" as a region is not the offset that IsoTime reads without a detour.
    return name.map(ZoneId::of)
        .map(zone -> zone.getId().equals("UTC") ? ZoneOffset.UTC : zone)
        .orElse(ZoneOffset.UTC);
  }
}
