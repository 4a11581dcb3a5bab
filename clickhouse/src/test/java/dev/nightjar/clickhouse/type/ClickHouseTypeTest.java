package dev.nightjar.clickhouse.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime64;
import dev.nightjar.clickhouse.type.ClickHouseType.EnumType;
import dev.nightjar.clickhouse.type.ClickHouseType.Tuple;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClickHouseTypeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "String",
        "FixedString(16)",
        "Bool",
        "Int8",
        "Int16",
        "Int32",
        "Int64",
        "Int128",
        "Int256",
        "UInt8",
        "UInt16",
        "UInt32",
        "UInt64",
        "UInt128",
        "UInt256",
        "Float32",
        "Float64",
        "Decimal(38, 10)",
        "Date",
        "Date32",
        "DateTime",
        "DateTime('Europe/Berlin')",
        "DateTime64(3)",
        "DateTime64(9, 'UTC')",
        "UUID",
        "Enum8('it\\'s' = -128, 'a' = 1)",
        "Enum16('a' = 1000)",
        "IPv4",
        "IPv6",
        "JSON",
        "JSON(max_dynamic_paths=4, `a.b` UInt32)",
        "Nullable(String)",
        "LowCardinality(String)",
        "LowCardinality(Nullable(String))",
        "Array(String)",
        "Array(Nullable(Decimal(9, 2)))",
        "Array(Array(LowCardinality(String)))",
        "Map(String, Array(Int64))",
        "Tuple(String, Int64)",
        "Tuple(name String, `odd name` Nullable(Int64))",
        "SimpleAggregateFunction(sum, Int64)",
        "AggregateFunction(quantiles(0.5, 0.9), UInt64)",
        "Variant(String, UInt64)",
        "Dynamic",
        "Point",
      })
  void readsAndWritesEveryTypeAsClickHouseDoes(String text) {
    ClickHouseType type = ClickHouseType.parse(text);

    assertThat(type).hasToString(text);
    assertThat(ClickHouseType.parse(type.toString())).isEqualTo(type);
    String theirs =
        EmbeddedEngine.shared()
            .rows(Query.of("DESCRIBE TABLE null(" + Sql.string("c " + text) + ")"))
            .single()
            .string("type");
    assertThat(withoutSpaces(theirs)).isEqualTo(withoutSpaces(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " Array ( Nullable( String ) ) | Array(Nullable(String))",
        "DateTime64 | DateTime64(3)",
        "Decimal | Decimal(10, 0)",
        "Decimal(5) | Decimal(5, 0)",
        "Decimal32(2) | Decimal(9, 2)",
        "Decimal256(0) | Decimal(76, 0)",
        "Enum('a', 'b') | Enum8('a' = 1, 'b' = 2)",
        "Enum('a' = 500, 'b') | Enum16('a' = 500, 'b' = 501)",
        "Enum8('b' = 2, 'a' = 1) | Enum8('a' = 1, 'b' = 2)",
        "DateTime64(6,'UTC') | DateTime64(6, 'UTC')",
      })
  void readsShortForms(String text, String whole) {
    assertThat(ClickHouseType.parse(text)).hasToString(whole);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BOOLEAN",
        "boolean",
        "TEXT",
        "VARCHAR(255)",
        "CHAR",
        "BLOB",
        "BYTEA",
        "TINYINT",
        "SMALLINT",
        "INT",
        "INT(11)",
        "INTEGER",
        "BIGINT",
        "SIGNED",
        "UNSIGNED",
        "YEAR",
        "REAL",
        "FLOAT",
        "DOUBLE",
        "DEC(5, 2)",
        "NUMERIC(10, 3)",
        "DECIMAL(5)",
        "decimal128(7)",
        "BINARY(4)",
        "ENUM('a', 'b')",
        "INET4",
        "inet6",
        "json",
        "date",
        "DATE32",
        "DATETIME",
        "TIMESTAMP",
        "DateTime32",
        "DateTime32('UTC')",
        "DateTime(0)",
        "DateTime(3)",
        "DateTime(6, 'UTC')",
        "datetime64(9)",
        "Array(INT)",
      })
  void readsOtherNamesOfTypesAsClickHouseDoes(String alias) {
    String theirs =
        EmbeddedEngine.shared()
            .rows(Query.of("DESCRIBE TABLE null(" + Sql.string("c " + alias) + ")"))
            .single()
            .string("type");

    assertThat(ClickHouseType.parse(alias)).hasToString(theirs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"STRING", "uuid", "IPV4", "enum8('a')", "VARCHAR(a)", "nullable(String)"})
  void refusesNamesThatClickHouseRefuses(String name) {
    assertThatThrownBy(() -> ClickHouseType.parse(name)).isInstanceOf(TypeSyntaxException.class);
    assertThatThrownBy(() ->
            EmbeddedEngine.shared()
                .rows(Query.of("DESCRIBE TABLE null(" + Sql.string("c " + name) + ")")))
        .isInstanceOf(ClickHouseException.class);
  }

  @Test
  void readsEscapesInNames() {
    assertThat(((EnumType) ClickHouseType.parse("Enum8('a\\nb' = 1, 'tab\\t' = 2)")).values())
        .containsOnlyKeys("a\nb", "tab\t");
  }

  @Test
  void takesTypesApart() {
    assertThat(ClickHouseType.parse("DateTime64(6, 'Asia/Tokyo')"))
        .isEqualTo(new DateTime64(6, Optional.of("Asia/Tokyo")));
    assertThat(((EnumType) ClickHouseType.parse("Enum8('x y' = 1, '' = 2)")).values())
        .containsExactly(java.util.Map.entry("x y", 1), java.util.Map.entry("", 2));
    assertThat(((Tuple) ClickHouseType.parse("Tuple(a Int8, `b c` String)")).elements())
        .extracting(element -> element.name().orElseThrow())
        .containsExactly("a", "b c");
  }

  @ParameterizedTest
  @CsvSource({
    "String, false, String, -1",
    "Nullable(Int16), true, Int16, 2",
    "LowCardinality(Nullable(String)), true, String, -1",
    "LowCardinality(UInt64), false, UInt64, 8",
    "Array(Nullable(String)), false, Array(Nullable(String)), -1",
    "'Decimal(9, 2)', false, 'Decimal(9, 2)', 4",
    "'Decimal(10, 2)', false, 'Decimal(10, 2)', 8",
    "'Decimal(38, 2)', false, 'Decimal(38, 2)', 16",
    "'Decimal(76, 2)', false, 'Decimal(76, 2)', 32",
    "FixedString(5), false, FixedString(5), 5",
    "UUID, false, UUID, 16",
  })
  void knowsWhatItsValuesTake(String text, boolean nullable, String bare, int width) {
    ClickHouseType type = ClickHouseType.parse(text);

    assertThat(type.nullable()).isEqualTo(nullable);
    assertThat(type.bare()).hasToString(bare);
    assertThat(type.width().orElse(-1)).isEqualTo(width);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Strng | unknown type Strng in the type Strng | 0",
        "Array(Foo) | unknown type Foo in the type Array(Foo) | 6",
        "Array(String | expected ')' at the end in the type Array(String | 12",
        "String) | expected nothing more before ')' in the type String) | 6",
        "FixedString | expected '(' at the end in the type FixedString | 11",
        "FixedString(0) | expected a number from 1 to 2147483647 before '0)' in the type FixedString(0) | 12",
        "DateTime64(10) | expected a number from 0 to 9 before '10)' in the type DateTime64(10) | 11",
        "Decimal(77, 2) | expected a number from 1 to 76 before '77, 2)' in the type Decimal(77, 2) | 8",
        "Nullable(Array(String)) | Nullable cannot hold Array(String) in the type Nullable(Array(String)) | 8",
        "LowCardinality(Array(String)) | LowCardinality cannot hold Array(String) in the type LowCardinality(Array(String)) | 14",
        "Enum8('a' = 128) | Enum8 holds numbers from -128 to 127 in the type Enum8('a' = 128) | 5",
        "Enum8('a' = 1, 'a' = 2) | the name 'a' stands twice in the type Enum8('a' = 1, 'a' = 2) | 15",
        "DateTime('UTC | a quote is not closed in the type DateTime('UTC | 9",
        "'' | expected a type's name at the end in the type | 0",
      })
  void saysWhatIsWrongAndWhere(String text, String message, int offset) {
    assertThatThrownBy(() -> ClickHouseType.parse(text.equals("''") ? "" : text))
        .isInstanceOfSatisfying(
            TypeSyntaxException.class,
            e -> {
              assertThat(e.getMessage().strip()).isEqualTo(message);
              assertThat(e.offset()).isEqualTo(offset);
            });
  }

  private static String withoutSpaces(String text) {
    return text.replaceAll("\\s", "");
  }

  @Test
  void typesThatAreNestedWithoutEnd() {
    assertThat(ClickHouseType.parse("Array(".repeat(40) + "String" + ")".repeat(40)))
        .isInstanceOf(ClickHouseType.Array.class);
    assertThatThrownBy(() -> ClickHouseType.parse("Array(".repeat(100_000)))
        .isInstanceOf(TypeSyntaxException.class)
        .hasMessageContaining("nested too deeply");
  }
}
