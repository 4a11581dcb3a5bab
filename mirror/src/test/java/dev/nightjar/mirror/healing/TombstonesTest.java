package dev.nightjar.mirror.healing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import dev.nightjar.mirror.ledger.StateDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What was deleted in a gap is deleted by the healing, and nothing else. */
@ExtendWith(EmbeddedEngine.class)
class TombstonesTest {
  static final List<KeyAttribute> KEYS = List.of(new KeyAttribute("pk", Role.HASH, ScalarType.S));

  static final String FILE =
      """
      SCHEMA >
          `pk` String `json:$.Item.pk`,
          `note` String `json:$.Item.note`,
          `_event_name` LowCardinality(String) `json:$.eventName`

      ENGINE "ReplacingMergeTree"
      ENGINE_SORTING_KEY pk
      """;

  @TempDir Path directory;
  private StateDatabase state;
  private GappedTable table;

  @BeforeEach
  void open(TestDatabase database, TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    state = StateDatabase.open(directory);
    table = GappedTable.create(database, name, FILE, KEYS, state);
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void itemsThatTheNewExportLacksAreDeleted() throws Exception {
    table.export(1, items("a", "b", "c", "d"));
    table.record(1, 900, "REMOVE", "\"Keys\":{\"pk\":{\"S\":\"d\"}}");
    table.export(2, items("b"));
    table.record(2, 950, "INSERT", images("c", "again"));

    assertThat(table.heal()).isEqualTo(1);

    assertThat(
            table.text(
                "SELECT groupArray((pk, note)) FROM (SELECT * FROM TABLE FINAL ORDER BY pk)"))
        .isEqualTo("[('b','of b'),('c','again')]");
    assertThat(
            table.text(
                "SELECT pk, note, _record, _old_record, _timestamp, _event_name, _is_deleted,"
                    + " _version = bitShiftLeft(toUInt256(2), 192) FROM TABLE"
                    + " WHERE _event_name = 'REMOVE' AND pk = 'a'"))
        .isEqualTo(
            "a\tof a\t\t{\"note\":\"of a\",\"pk\":\"a\"}\t2026-03-01 11:58:00.000\tREMOVE\t1\t1");
    assertThat(table.removes()).isEqualTo("2\t2");
    assertThat(table.probes()).isEqualTo("1 of 1");
  }

  static List<String> items(String... keys) {
    return List.of(keys).stream()
        .map(key -> "{\"pk\":{\"S\":\"%1$s\"},\"note\":{\"S\":\"of %1$s\"}}".formatted(key))
        .toList();
  }

  static List<String> numbered(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "{\"pk\":{\"S\":\"p%1$d\"},\"note\":{\"S\":\"n%1$d\"}}".formatted(i))
        .toList();
  }

  private static String images(String key, String note) {
    return "\"Keys\":{\"pk\":{\"S\":\"%1$s\"}},\"NewImage\":{\"pk\":{\"S\":\"%1$s\"},\"note\":{\"S\":\"%2$s\"}}"
        .formatted(key, note);
  }
}
