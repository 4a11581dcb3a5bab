package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.Array;
import dev.nightjar.clickhouse.type.ClickHouseType.Bool;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime64;
import dev.nightjar.clickhouse.type.ClickHouseType.FloatType;
import dev.nightjar.clickhouse.type.ClickHouseType.IntegerType;
import dev.nightjar.clickhouse.type.ClickHouseType.StringType;
import dev.nightjar.dynamodb.item.AttributeReader;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Turns one attribute's value into one value of a column. For one thread at a time. */
interface ValueWriter {

  /**
   * Appends the value of a node that is not NULL.
   *
   * @return why it does not fit; the column may then hold a part of it, and its row must be undone
   */
  Fit write(AttributeReader item, int node, Column column);

  /** Whether there is a writer for a column's type. */
  static boolean writes(ClickHouseType type) {
    return switch (type.bare()) {
      case StringType _, Bool _, FloatType _, DateTime _, DateTime64 _ -> true;
      case IntegerType(int bits, boolean signed) -> bits <= 64 || (bits == 256 && !signed);
      case Array(ClickHouseType element) -> !(element.bare() instanceof Array) && writes(element);
      default -> false;
    };
  }

  /**
   * The writer for a column.
   *
   * @param key whether different values must stay different
   */
  static ValueWriter of(ClickHouseType type, boolean key) {
    return switch (type.bare()) {
      case StringType _ -> new StringWriter();
      case Bool _ -> new BoolWriter();
      case IntegerType(int bits, boolean signed) -> new IntegerWriter(bits, signed);
      case FloatType(int bits) -> new FloatWriter(bits, key);
      case DateTime(Optional<String> zone) -> TimeWriter.seconds(zone(zone), key);
      case DateTime64(int precision, Optional<String> zone) ->
          TimeWriter.ticks(precision, zone(zone), key);
      case Array(ClickHouseType element) -> new ArrayWriter(of(element, false));
      default -> throw new IllegalArgumentException("no writer for " + type);
    };
  }

  private static ZoneId zone(Optional<String> name) {
    return name.map(ZoneId::of).orElse(ZoneOffset.UTC);
  }
}
