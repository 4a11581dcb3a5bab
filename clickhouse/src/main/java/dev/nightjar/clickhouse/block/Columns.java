package dev.nightjar.clickhouse.block;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.Array;
import dev.nightjar.clickhouse.type.ClickHouseType.LowCardinality;
import dev.nightjar.clickhouse.type.ClickHouseType.Nullable;
import dev.nightjar.clickhouse.type.ClickHouseType.StringType;

/** Chooses the column for a type. */
final class Columns {
  private Columns() {}

  static boolean writes(ClickHouseType type) {
    ClickHouseType bare = type.bare();
    if (bare instanceof Array(ClickHouseType element)) {
      return !type.nullable() && writes(element);
    }
    return bare instanceof StringType || bare.width().isPresent();
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
    if (bare instanceof Array(ClickHouseType element)) {
      return new ArrayColumn(of(element));
    }
    if (bare instanceof StringType) {
      return new StringColumn(type.nullable());
    }
    return new FixedColumn(bare.width().orElseThrow(), type.nullable());
  }

  /** The type in the block's header: without LowCardinality, which ClickHouse adds itself. */
  static ClickHouseType plain(ClickHouseType type) {
    return switch (type) {
      case LowCardinality(ClickHouseType inner) -> plain(inner);
      case Nullable(ClickHouseType inner) -> new Nullable(plain(inner));
      case Array(ClickHouseType element) -> new Array(plain(element));
      default -> type;
    };
  }
}
