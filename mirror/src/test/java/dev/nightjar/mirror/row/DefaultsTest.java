package dev.nightjar.mirror.row;

import static dev.nightjar.mirror.row.DatasourceBuilder.datasource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import dev.nightjar.project.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DEFAULT, where an attribute is absent, NULL, or does not fit. */
@ExtendWith(EmbeddedEngine.class)
class DefaultsTest {
  private static final List<KeyAttribute> PK =
      List.of(new KeyAttribute("pk", Role.HASH, ScalarType.S));

  private static DatasourceBuilder file(String type, String expression) {
    return datasource()
        .column("pk", "String", "$.Item.pk")
        .column("v", type, "$.Item.v", expression);
  }

  @ParameterizedTest(name = "{0} DEFAULT {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "String | 'x' | x",
        "String | concat(pk, '!') | a!",
        "LowCardinality(String) | 'low' | low",
        "FixedString(2) | 'ab' | ab",
        "Int64 | 5 | 5",
        "Int64 | 2 + 3 | 5",
        "Int256 | -1 | -1",
        "Float64 | 0.5 | 0.5",
        "Decimal(9, 2) | 1.25 | 1.25",
        "Decimal(76, 10) | 1.25 | 1.25",
        "Bool | true | true",
        "Date | '2024-07-25' | 2024-07-25",
        "Date32 | toDate32('1900-01-01') | 1900-01-01",
        "DateTime('UTC') | toDateTime(0) | 1970-01-01 00:00:00",
        "DateTime64(3, 'UTC') | '2024-07-25 10:46:37.380' | 2024-07-25 10:46:37.380",
        "UUID | '399361d5-10fc-4777-8187-88aaa4623569' | 399361d5-10fc-4777-8187-88aaa4623569",
        "Enum8('a' = 1, 'b' = 2) | 'b' | b",
        "IPv4 | '192.0.2.1' | 192.0.2.1",
        "IPv6 | '::1' | ::1",
        "Nullable(Int64) | 7 | 7",
        "Nullable(String) | 'it''s' | it's",
        "Nullable(Int64) | NULL | \\N",
        "Nullable(Decimal(9, 2)) | -1.25 | -1.25",
        "Nullable(Date) | '2024-07-25' | 2024-07-25",
        "Nullable(UUID) | '399361d5-10fc-4777-8187-88aaa4623569' | 399361d5-10fc-4777-8187-88aaa4623569",
        "Nullable(Enum8('a' = 1)) | 'a' | a",
        "Nullable(IPv6) | '::1' | ::1",
        "LowCardinality(Nullable(String)) | 'x' | x",
        "Array(Int8) | [1, 2] | [1,2]",
        "Array(String) | [] | []",
        "Array(String) | array('a', 'b') | ['a','b']",
        "Array(Array(Int8)) | [[1], []] | [[1],[]]",
        "Map(String, Int64) | map('a', 1, 'b', -2) | {'a':1,'b':-2}",
        "Map(String, Array(String)) | map('a', ['x']) | {'a':['x']}",
        "Map(UInt8, String) | map(1, 'x') | {1:'x'}",
        "Map(String, String) | map() | {}",
        "Tuple(Int8, String) | (1, 'x') | (1,'x')",
        "Tuple(a Int8, b Nullable(String)) | tuple(1, NULL) | (1,NULL)",
        "JSON | '{\"a\": {\"b\": 1}}' | {\"a\":{\"b\":1}}",
        "Nullable(JSON) | '{}' | {}",
      })
  void anAttributeThatIsAbsentOrNullIsTheDefault(
      String type, String expression, String printed, TestDatabase database) {
    MirroredRows mirrored = new MirroredRows(database, file(type, expression), PK);

    mirrored.export("{\"pk\":{\"S\":\"a\"}}");
    mirrored.insert();
    assertThat(mirrored.select("v")).isEqualTo(printed);

    mirrored.record(
        "MODIFY",
        5,
        "\"Keys\":{\"pk\":{\"S\":\"a\"}},\"NewImage\":{\"pk\":{\"S\":\"a\"},\"v\":{\"NULL\":true}}");
    mirrored.insert();
    assertThat(mirrored.select("v, _event_name")).isEqualTo(printed + "\tMODIFY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'a\\d%\\%\\_'",
        "'\\a\\b\\e\\f\\n\\r\\t\\v\\0\\N.'",
        "'\\\\\\'\\\"\\`\\/\\=\\u0041'",
        "'a\\\\x41''\"'",
        "'\\x41\\xc3\\xA9é\\é😀\\😀'",
      })
  void aTextIsTheSameThatClickHouseReads(String literal, TestDatabase database) {
    MirroredRows mirrored = new MirroredRows(database, file("Nullable(String)", literal), PK);

    mirrored.export("{\"pk\":{\"S\":\"a\"}}");
    mirrored.insert();

    assertThat(mirrored.select("hex(v)")).isEqualTo(database.text("SELECT hex(" + literal + ")"));
  }

  @Test
  void aValueThatDoesNotFitStandsAsTheDefault(TestDatabase database) {
    MirroredRows mirrored = new MirroredRows(database, file("Int8", "42"), PK);

    assertThat(mirrored.export("{\"pk\":{\"S\":\"a\"},\"v\":{\"N\":\"128\"}}"))
        .isEqualTo(Outcome.ROW_WITH_MISFITS);
    mirrored.insert();

    assertThat(mirrored.select("v")).isEqualTo("42");
  }

  @ParameterizedTest(name = "{0} DEFAULT {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Nullable(Int64) | 2 + 3",
        "Nullable(DateTime) | now()",
        "Nullable(Int8) | 128",
        "Nullable(String) | '\\xC3'",
        "Array(Int8) | range(3)",
        "Array(Int8) | ['x']",
        "Map(String, Int8) | map('a')",
        "Map(String, Int8) | map('a', 'b')",
        "Tuple(Int8, Int8) | (1)",
        "Tuple(Int8, Int8) | (1, 2, 3)",
        "JSON | '[1]'",
        "JSON | '{'",
        "Array(Int8) | [1",
        "Array(Int8) | [1],",
      })
  void aDefaultThatNobodyWouldFillInIsRefused(String type, String expression) {
    assertThat(MirroredSchema.of(file(type, expression).build(), PK))
        .isInstanceOfSatisfying(
            SchemaReading.Refused.class,
            refused ->
                assertThat(refused.problems())
                    .singleElement()
                    .extracting(Problem::toString)
                    .asString()
                    .startsWith("t.datasource:3:5: ")
                    .contains("the DEFAULT of a " + type + " must be a literal"));
  }
}
