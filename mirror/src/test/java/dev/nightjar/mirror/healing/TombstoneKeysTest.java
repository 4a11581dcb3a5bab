package dev.nightjar.mirror.healing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import dev.nightjar.mirror.ledger.StateDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deleted items are told by their keys, whatever these are and wherever their rows lie. */
@ExtendWith(EmbeddedEngine.class)
class TombstoneKeysTest {
  private static final AtomicInteger TABLES = new AtomicInteger();

  @TempDir Path directory;
  private StateDatabase state;

  @BeforeEach
  void open() {
    state = StateDatabase.open(directory);
  }

  @AfterEach
  void close() {
    state.close();
  }

  @ParameterizedTest(name = "{0} in {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "S | String | a\\tb\\\\c😀 | zz",
        "S | String | \\u0000\\n'` | ,%",
        "S | LowCardinality(String) | it's | b",
        "S | FixedString(6) | abc | abcdef",
        "S | LowCardinality(FixedString(3)) | a\\tb | b",
        "S | UUID | 399361d5-10fc-4777-8187-88aaa4623569 | 00000000-0000-0000-0000-000000000000",
        "S | Enum8('it\\'s' = 1, 'b' = 2) | it's | b",
        "S | IPv4 | 192.0.2.1 | 0.0.0.0",
        "S | IPv6 | 2001:db8::1 | ::ffff:1.2.3.4",
        "S | Date32 | 1900-01-01 | 2299-12-31",
        "S | DateTime('Europe/Berlin') | 2024-07-25T10:46:37Z | 1970-01-01T00:00:00Z",
        "S | DateTime64(3) | 2024-07-25T10:46:37.380Z | 1900-01-01T00:00:00.001Z",
        "S | DateTime64(9, 'Asia/Tokyo') | 2024-07-25T10:46:37.123456789Z | 1900-01-01T00:00:00.000000001Z",
        "N | String | -1.50 | 12345678901234567890123456789012345678",
        "N | DateTime('UTC') | 1721904397 | 0",
        "N | DateTime64(3) | 1721904397.38 | -0.001",
        "N | Date | 19929 | 0",
        "N | Int64 | -9223372036854775808 | 9223372036854775807",
        "N | UInt256 | 12345678901234567890123456789012345678 | 0",
        "N | Float64 | 1.7976931348623157E+100 | 5E-7",
        "N | Float32 | 0.1 | 16777216",
        "N | Decimal(38, 10) | 9999999999999999999999999999.9999999999 | 0",
        "B | String | AAECAw== | _w==",
        "B | FixedString(8) | AAECAw== | AA==",
      })
  void aKeyOfAnyTypeInAnyColumn(
      ScalarType attribute, String type, String deleted, String kept, TestDatabase database)
      throws Exception {
    GappedTable table =
        create(
            database,
            "`pk` %s `json:$.Item.pk`".formatted(type),
            "ENGINE_SORTING_KEY pk\nENGINE_PARTITION_KEY \"sipHash64(pk) % 16\"",
            List.of(new KeyAttribute("pk", Role.HASH, attribute)));
    String keptKey = kept.replace('_', '/');
    table.export(1, List.of(item(attribute, deleted), item(attribute, keptKey)));
    String both = table.text("SELECT arraySort(groupArray(toString(pk))) FROM TABLE FINAL");
    table.export(2, List.of(item(attribute, keptKey)));

    assertThat(table.heal()).isEqualTo(1);

    assertThat(table.text("SELECT count() FROM TABLE FINAL")).isEqualTo("1");
    assertThat(table.text("SELECT arraySort(groupArray(DISTINCT toString(pk))) FROM TABLE"))
        .isEqualTo(both);
    assertThat(table.probes()).isEqualTo("1 of 1");
  }

  @Test
  void everyPartitionOfABatchIsProbed(TestDatabase database) throws Exception {
    GappedTable table =
        create(
            database,
            "`pk` Int64 `json:$.Item.pk`",
            "ENGINE_SORTING_KEY pk\nENGINE_PARTITION_KEY \"pk % 7\"",
            List.of(new KeyAttribute("pk", Role.HASH, ScalarType.N)));
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      items.add(item(ScalarType.N, Integer.toString(i)));
    }
    table.export(1, items);
    table.export(2, items.subList(0, 7));

    assertThat(table.heal()).isEqualTo(693);

    assertThat(table.text("SELECT count(), max(pk) FROM TABLE FINAL")).isEqualTo("7\t6");
    assertThat(table.probes()).isEqualTo("7 of 7");
    assertThat(table.removes()).isEqualTo("693\t693");
  }

  @Test
  void aCompositeKeyWhoseColumnsAreNamedByTheUserInTheClassicDialect(TestDatabase database)
      throws Exception {
    GappedTable table =
        create(
            database,
            "`user-id` String `json:$.uid`, `event-names` Int32 `json:$.when`, `Item` String `json:$.Item`",
            "ENGINE_SORTING_KEY `event-names`, `user-id`",
            List.of(
                new KeyAttribute("uid", Role.HASH, ScalarType.S),
                new KeyAttribute("when", Role.RANGE, ScalarType.N)));
    table.export(
        1,
        List.of(
            "{\"uid\":{\"S\":\"u\"},\"when\":{\"N\":\"1\"},\"Item\":{\"S\":\"one\"}}",
            "{\"uid\":{\"S\":\"u\"},\"when\":{\"N\":\"2\"},\"Item\":{\"S\":\"two\"}}",
            "{\"uid\":{\"S\":\"v\"},\"when\":{\"N\":\"1\"},\"Item\":{\"S\":\"three\"}}"));
    table.export(2, List.of("{\"uid\":{\"S\":\"u\"},\"when\":{\"N\":\"1\"}}"));

    assertThat(table.heal()).isEqualTo(2);

    assertThat(table.text("SELECT (`user-id`, `event-names`, Item) FROM TABLE FINAL"))
        .isEqualTo("('u',1,'')");
    assertThat(
            table.text(
                "SELECT arraySort(groupArray((`user-id`, `event-names`, Item))) FROM TABLE WHERE _is_deleted"))
        .isEqualTo("[('u',2,'two'),('v',1,'three')]");
    assertThat(table.probes()).isEqualTo("1 of 1");
  }

  private GappedTable create(
      TestDatabase database, String columns, String directives, List<KeyAttribute> keys) {
    String file =
        """
        SCHEMA >
            %s

        ENGINE "ReplacingMergeTree"
        %s
        """
            .formatted(columns, directives);
    return GappedTable.create(database, "keys" + TABLES.incrementAndGet(), file, keys, state);
  }

  private static String item(ScalarType type, String value) {
    return "{\"pk\":{\"%s\":\"%s\"}}".formatted(type, value);
  }
}
