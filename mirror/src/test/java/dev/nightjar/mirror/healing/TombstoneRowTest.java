package dev.nightjar.mirror.healing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.testing.TypedJson;
import dev.nightjar.dynamodb.testing.Value;
import dev.nightjar.dynamodb.testing.Values;
import dev.nightjar.mirror.ledger.StateDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** A tombstone is the row that the stream's REMOVE of the item would be. */
class TombstoneRowTest {
  /** Columns of every kind, over the same few attributes and every part of a change. */
  private static final String FILE =
      """
      SCHEMA >
          `pk` String `json:$.Item.pk`,
          `text_a` String `json:$.Item.a`,
          `list_a` Array(String) `json:$.Item.a`,
          `numbers_a` Array(Nullable(Float64)) `json:$.Item.a`,
          `map_a` Map(String, Nullable(String)) `json:$.Item.a`,
          `json_a` JSON `json:$.Item.a`,
          `bool_a` Nullable(Bool) `json:$.Item.a`,
          `decimal_b` Nullable(Decimal(38, 5)) `json:$.Item.b`,
          `integer_b` Int64 `json:$.Item.b` DEFAULT 7,
          `wide_b` Int256 `json:$.Item.b`,
          `float_b` Float64 `json:$.Item.b`,
          `time_b` DateTime64(3) `json:$.Item.b`,
          `date_b` Date32 `json:$.Item.b`,
          `low_b` LowCardinality(Nullable(String)) `json:$.Item.b`,
          `fixed_b` FixedString(8) `json:$.Item.b`,
          `tuple_c` Tuple(a String, b Nullable(Float64)) `json:$.Item.c`,
          `lows_c` Array(LowCardinality(String)) `json:$.Item.c`,
          `jsons_c` Map(String, JSON) `json:$.Item.c`,
          `item` String `json:$.Item`,
          `json` JSON `json:$.NewImage`,
          `keys` String `json:$.Keys`,
          `key` LowCardinality(String) `json:$.Keys.pk`,
          `new_a` String `json:$.NewImage.a` DEFAULT upper(pk),
          `new_b` Array(String) `json:$.NewImage.b` DEFAULT ['x'],
          `old_a` String `json:$.OldImage.a`,
          `old_b` Nullable(Decimal(38, 5)) `json:$.OldImage.b`,
          `old_c` Map(String, String) `json:$.OldImage.c`,
          `old_json` JSON `json:$.OldImage`,
          `old_map` Map(String, String) `json:$.OldImage`,
          `old_text` String `json:$.OldImage`,
          `event` Enum8('INSERT' = 1, 'REMOVE' = 2, 'EXPORT' = 3) `json:$.eventName`,
          `seconds` UInt32 `json:$.ApproximateCreationDateTime`,
          `deleted` String `json:$._is_deleted`,
          `version` UInt256 `json:$._version`,
          `by` Nullable(String) `json:$.userIdentity`,
          `_record` String `json:$.NewImage`

      ENGINE "ReplacingMergeTree"
      ENGINE_SORTING_KEY pk
      """;

  /** What no tombstone can have as the stream's delete has it. */
  private static final Set<String> OF_THE_STREAM = Set.of("_timestamp", "seconds", "version");

  @Provide
  Arbitrary<List<Value.Document>> manyItems() {
    return Values.items().list().ofSize(40);
  }

  private static Value.Document keyed(Value.Document item, String key) {
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("pk", new Value.Text(key));
    Iterator<String> names = List.of("a", "b", "c").iterator();
    item.members()
        .forEach(
            (name, value) -> members.putIfAbsent(names.hasNext() ? names.next() : name, value));
    return new Value.Document(members);
  }

  @Test
  void aNumberInJsonThatClickHousePrintsAndDoesNotRead() throws Exception {
    try (TestDatabase database = TestDatabase.fresh("tombstonejson");
        StateDatabase state = StateDatabase.inMemory(Executors.newSingleThreadExecutor())) {
      GappedTable table = GappedTable.create(database, "large", FILE, TombstonesTest.KEYS, state);
      table.export(
          1,
          List.of(
              "{\"pk\":{\"S\":\"k\"},\"a\":{\"M\":{\"n\":{\"N\":\"615549989444470000000\"}}},"
                  + "\"c\":{\"M\":{\"m\":{\"M\":{\"n\":{\"N\":\"615549989444470000000\"}}}}}}"));

      assertThat(table.heal()).isEqualTo(1);

      assertThat(table.text("SELECT json_a.n, jsons_c['m'].n FROM TABLE WHERE _is_deleted"))
          .isEqualTo("615549989444470000000\t615549989444470000000");
    }
  }

  @Property(tries = 2, shrinking = ShrinkingMode.OFF)
  void itIsTheStreamsDeleteButForItsTime(
      @ForAll("manyItems") List<Value.Document> drawn, @ForAll long seed) throws Exception {
    Random random = new Random(seed);
    try (TestDatabase database = TestDatabase.fresh("tombstonerow");
        StateDatabase state = StateDatabase.inMemory(Executors.newSingleThreadExecutor())) {
      GappedTable healed = GappedTable.create(database, "healed", FILE, TombstonesTest.KEYS, state);
      GappedTable followed =
          GappedTable.create(database, "followed", FILE, TombstonesTest.KEYS, state);
      List<String> items = new ArrayList<>();
      for (int i = 0; i < drawn.size(); i++) {
        Value.Document item = keyed(drawn.get(i), "key " + i);
        items.add(new String(TypedJson.anyhow(item, random), StandardCharsets.UTF_8));
        followed.record(
            2,
            100 + i,
            "REMOVE",
            "\"Keys\":{\"pk\":{\"S\":\"key %d\"}},\"OldImage\":%s"
                .formatted(i, new String(TypedJson.anyhow(item, random), StandardCharsets.UTF_8)));
      }
      healed.export(1, items);

      assertThat(healed.heal(database.clickHouse(), DeleteLimit.NONE, 17)).isEqualTo(drawn.size());

      assertThat(healed.columns()).isEqualTo(followed.columns()).contains("_record", "old_map");
      for (String column : healed.columns()) {
        if (!OF_THE_STREAM.contains(column)) {
          // What type a number in JSON has depends for ClickHouse on the rows around it.
          String value = column.endsWith("json") ? "JSONAllPaths(%s)" : "%s";
          String values =
              "SELECT %s FROM TABLE WHERE _event_name = 'REMOVE' ORDER BY pk"
                  .formatted(value.formatted(column));
          assertThat(healed.lines(values))
              .as(column)
              .hasSize(drawn.size())
              .isEqualTo(followed.lines(values));
        }
      }
      assertThat(healed.text("SELECT DISTINCT seconds, version FROM TABLE WHERE _is_deleted"))
          .isEqualTo(
              GappedTable.BOUNDARY.getEpochSecond()
                  + "\t"
                  + java.math.BigInteger.TWO.shiftLeft(192));
    }
  }
}
