package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.type.ClickHouseType;
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
import dev.nightjar.clickhouse.type.ClickHouseType.StringType;
import dev.nightjar.clickhouse.type.ClickHouseType.Uuid;
import dev.nightjar.clickhouse.type.TypeSyntaxException;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;

/** Which types hold a key attribute so that two keys stay two. */
final class KeyTypes {
  private KeyTypes() {}

  /** Whether a column of a type may hold a key attribute. */
  static boolean holds(ClickHouseType type, ScalarType attribute) {
    return switch (type.bare()) {
      case StringType _, FixedString _ -> true;
      case IntegerType _, FloatType _, Decimal _ -> attribute == ScalarType.N;
      case DateTime _, DateTime64 _, Date _, Date32 _ -> attribute != ScalarType.B;
      case Uuid _, EnumType _, Ipv4 _, Ipv6 _ -> attribute == ScalarType.S;
      default -> false;
    };
  }

  /** The type of the key attribute that a column was probably made for, from its type's text. */
  static ScalarType guess(String type) {
    try {
      return switch (ClickHouseType.parse(type).bare()) {
        case IntegerType _, FloatType _, Decimal _ -> ScalarType.N;
        default -> ScalarType.S;
      };
    } catch (TypeSyntaxException _) {
      // Whoever reads the whole schema says so, at its place.
      return ScalarType.S;
    }
  }
}
