package dev.nightjar.mirror.row;

import static dev.nightjar.mirror.row.DatasourceBuilder.datasource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import dev.nightjar.mirror.batch.Partitions;
import dev.nightjar.mirror.batch.Prober;
import dev.nightjar.mirror.batch.Retries;
import dev.nightjar.mirror.ledger.Probe;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of every type: each is found again, and none is two or becomes another. */
@ExtendWith(EmbeddedEngine.class)
class KeyColumnTest {
  /** Generation 1, depth 0, number 1. */
  private static final BigInteger OF_AN_EXPORT = BigInteger.ONE.shiftLeft(192).or(BigInteger.ONE);

  private static final Retries NONE_EXPECTED =
      new Retries() {
        @Override
        public void retrying(String cause, String message) {
          throw new AssertionError(cause + ": " + message);
        }

        @Override
        public void recovered() {
          throw new AssertionError("nothing was retried");
        }
      };

  @ParameterizedTest(name = "{0} in {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "S | String | a\\tb\\\\c😀 | zz",
        "S | String | \\u0000\\n'` | ",
        "S | LowCardinality(String) | it's | b",
        "S | FixedString(6) | abc | abcdef",
        "S | LowCardinality(FixedString(3)) | a\\tb | b",
        "S | UUID | 399361d5-10fc-4777-8187-88aaa4623569 | 00000000-0000-0000-0000-000000000000",
        "S | LowCardinality(UUID) | 399361d5-10fc-4777-8187-88aaa4623569 | 00000000-0000-0000-0000-000000000001",
        "S | Enum8('it\\'s' = 1, 'b' = 2) | it's | b",
        "S | Enum16('x' = -300, 'b' = 2) | x | b",
        "S | IPv4 | 192.0.2.1 | 0.0.0.0",
        "S | IPv6 | 2001:db8::1 | ::ffff:1.2.3.4",
        "S | Date | 2024-07-25 | 1970-01-01",
        "S | Date32 | 1900-01-01 | 2299-12-31",
        "S | DateTime('Europe/Berlin') | 2024-07-25T10:46:37Z | 1970-01-01T00:00:00Z",
        "S | DateTime64(3) | 2024-07-25T10:46:37.380Z | 1900-01-01T00:00:00.001Z",
        "S | DateTime64(9, 'Asia/Tokyo') | 2024-07-25T10:46:37.123456789Z | 1900-01-01T00:00:00.000000001Z",
        "N | String | -1.50 | 12345678901234567890123456789012345678",
        "N | FixedString(5) | -1.5 | 7",
        "N | DateTime('UTC') | 1721904397 | 0",
        "N | DateTime64(3) | 1721904397.38 | -0.001",
        "N | Date | 19929 | 0",
        "N | Date32 | -25567 | 120529",
        "N | Date32 | 1E+2 | 10.0",
        "N | Int8 | -42 | 1E+2",
        "N | Int64 | -9223372036854775808 | 9223372036854775807",
        "N | UInt64 | 18446744073709551615 | 0",
        "N | Int128 | -170141183460469231731687303715884105728 | 5",
        "N | UInt128 | 340282366920938463463374607431768211455 | 1E+3",
        "N | Int256 | -12345678901234567890123456789012345678 | 1E+70",
        "N | UInt256 | 12345678901234567890123456789012345678 | 0",
        "N | Float64 | 0.1 | -9007199254740992",
        "N | Float64 | 1.7976931348623157E+100 | 5E-7",
        "N | Float32 | 0.1 | 16777216",
        "N | Decimal(9, 2) | 12.5 | -9999999.99",
        "N | Decimal(38, 10) | 9999999999999999999999999999.9999999999 | 0",
        "N | Decimal(76, 20) | 1E-20 | 12345678901234567890123456789.5",
        "B | String | AAECAw== | _w==",
        "B | FixedString(8) | AAECAw== | AA==",
      })
  void theNewestRowIsFoundByItsKey(
      ScalarType attribute, String type, String newest, String other, TestDatabase database) {
    MirroredRows mirrored = keyed(database, attribute, type, "sipHash64(pk) % 16");
    String otherKey = other == null ? "" : other.replace('_', '/');
    assertThat(mirrored.export(item(attribute, otherKey))).isEqualTo(Outcome.ROW);
    List<String> otherText = mirrored.encoder.lastKey();
    assertThat(mirrored.export(item(attribute, newest))).isEqualTo(Outcome.ROW);
    List<String> newestText = mirrored.encoder.lastKey();
    Prober prober =
        new Prober(database.clickHouse(), mirrored.table, mirrored.quarantine, mirrored.schema);
    Probe probe = new Probe(Probe.Target.TABLE, newestText, OF_AN_EXPORT);
    assertThat(prober.holds(probe)).isFalse();

    mirrored.insert();

    assertThat(prober.holds(probe)).isTrue();
    assertThat(count(mirrored, newestText)).isEqualTo(1);
    assertThat(count(mirrored, otherText)).isEqualTo(1);
    assertThat(mirrored.select("count()")).isEqualTo("2");
    assertThat(lastRowsByPartition(mirrored, List.of(otherText, newestText)))
        .isEqualTo(lastRowsInTable(mirrored));
  }

  @ParameterizedTest(name = "{0} in {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "S | FixedString(2) | abc | longer",
        "S | FixedString(3) | ab\\u0000 | convert back",
        "S | String | a\\ud800 | not UTF-8",
        "S | LowCardinality(String) | \\udc00\\ud800 | not UTF-8",
        "S | FixedString(9) | a\\udfff | not UTF-8",
        "S | UUID | 399361D5-10FC-4777-8187-88AAA4623569 | convert back",
        "S | UUID | 399361d510fc4777818788aaa4623569 | convert back",
        "S | IPv6 | 2001:DB8::1 | convert back",
        "S | IPv6 | 1.2.3.4 | convert back",
        "S | Enum8('a' = 1) | b | Enum's names",
        "S | Date | 2024-07-25T00:00:00Z | convert back",
        "S | Date | 20240725 | convert back",
        "S | DateTime('UTC') | 2024-07-25T10:46:37+00:00 | convert back",
        "S | DateTime64(3) | 2024-07-25T10:46:37Z | convert back",
        "S | DateTime64(3) | 2024-07-25T10:46:37,380Z | convert back",
        "S | DateTime64(3) | 1721904397380 | convert back",
        "N | DateTime('UTC') | 1721904397.5 | convert back",
        "N | Date | 1721904397 | convert back",
        "N | Float64 | 12345678901234567 | convert back",
        "N | Float64 | 0.12345678901234567890 | convert back",
        "N | Float32 | 16777217 | convert back",
        "N | Int64 | 9223372036854775808 | range",
        "N | Int64 | 0.5 | not whole",
        "N | Decimal(9, 2) | 0.001 | digits behind the point",
      })
  void aKeyThatWouldNotConvertBackIsWithheld(
      ScalarType attribute, String type, String value, String reason, TestDatabase database) {
    MirroredRows mirrored = keyed(database, attribute, type, null);

    assertThat(mirrored.export(item(attribute, value))).isEqualTo(Outcome.WITHHELD);
    assertThat(mirrored.record("REMOVE", 3, "\"Keys\":" + item(attribute, value)))
        .isEqualTo(Outcome.WITHHELD);
    mirrored.insert();

    assertThat(mirrored.select("count()")).isEqualTo("0");
    assertThat(mirrored.quarantined("c__error_column[1], c__error[1]").split("\n"))
        .hasSize(2)
        .allSatisfy(row -> assertThat(row).startsWith("pk\t").contains(reason));
  }

  @Test
  void hoursThatReadTheSameArePartitionsOfTheirOwn(TestDatabase database) {
    MirroredRows mirrored =
        keyed(database, ScalarType.S, "DateTime('Europe/Madrid')", "toStartOfHour(pk)");
    List<List<String>> keys = new ArrayList<>();
    for (String time : List.of("2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z")) {
      assertThat(mirrored.export(item(ScalarType.S, time))).isEqualTo(Outcome.ROW);
      keys.add(mirrored.encoder.lastKey());
    }
    mirrored.insert();

    assertThat(lastRowsInTable(mirrored)).isEqualTo(2);
    assertThat(lastRowsByPartition(mirrored, keys)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"place", "last", "partition", "texts0", "key0"})
  void aKeyColumnMayHaveAnyName(String name, TestDatabase database) {
    DatasourceBuilder file =
        datasource()
            .column(name, "String", "$.Item.pk")
            .engine(engine -> engine.partitionKey("substring(%s, 1, 1)".formatted(name)));
    MirroredRows mirrored =
        new MirroredRows(database, file, List.of(new KeyAttribute("pk", Role.HASH, ScalarType.S)));
    List<List<String>> keys = new ArrayList<>();
    for (String value : List.of("a1", "b1", "a2")) {
      mirrored.export(item(ScalarType.S, value));
      keys.add(mirrored.encoder.lastKey());
    }

    assertThat(lastRowsByPartition(mirrored, keys)).isEqualTo(2);
  }

  private static MirroredRows keyed(
      TestDatabase database, ScalarType attribute, String type, String partitionKey) {
    DatasourceBuilder file = datasource().column("pk", type, "$.Item.pk");
    if (partitionKey != null) {
      file = file.engine(engine -> engine.partitionKey(partitionKey));
    }
    return new MirroredRows(database, file, List.of(new KeyAttribute("pk", Role.HASH, attribute)));
  }

  private static String item(ScalarType type, String value) {
    return "{\"pk\":{\"%s\":\"%s\"}}".formatted(type, value);
  }

  private static long count(MirroredRows mirrored, List<String> key) {
    Query.Builder query =
        Query.builder(
                "SELECT count() AS n FROM "
                    + mirrored.table.sql()
                    + " WHERE "
                    + mirrored.schema.keys().getFirst().equalsParameter("k0"))
            .parameter("k0", key.getFirst());
    return mirrored.database.clickHouse().rows(query.build()).single().number("n");
  }

  private static int lastRowsByPartition(MirroredRows mirrored, List<List<String>> keys) {
    try {
      return new Partitions(
              mirrored.database.clickHouse(), mirrored.schema, NONE_EXPECTED, Sleeper.SYSTEM)
          .lastRows(keys)
          .size();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int lastRowsInTable(MirroredRows mirrored) {
    TableName table = mirrored.table;
    return Integer.parseInt(
        mirrored.database.text("SELECT uniqExact(_partition_id) FROM " + table.name()));
  }
}
