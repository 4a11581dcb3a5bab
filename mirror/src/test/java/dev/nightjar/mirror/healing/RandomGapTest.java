package dev.nightjar.mirror.healing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.ledger.StateDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Whatever was written before a gap, in it and after it, and in whatever order the rows come: after
 * the healing FINAL is the table.
 */
class RandomGapTest {
  private static final int KEYS = 60;

  @Property(tries = 6, shrinking = ShrinkingMode.OFF)
  void finalIsTheTable(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    try (TestDatabase database = TestDatabase.fresh("randomgap");
        StateDatabase state = StateDatabase.inMemory(Executors.newSingleThreadExecutor())) {
      String partitioned =
          random.nextBoolean() ? "ENGINE_PARTITION_KEY \"sipHash64(pk) % 3\"\n" : "";
      GappedTable mirror =
          GappedTable.create(
              database, "gap", TombstonesTest.FILE + partitioned, TombstonesTest.KEYS, state);
      Map<String, String> table = new TreeMap<>();
      change(table, random, KEYS);
      mirror.export(1, items(table));
      follow(mirror, 1, table, random);
      // The gap: nobody sees this.
      change(table, random, random.nextInt(KEYS));
      Map<String, String> exported = new TreeMap<>(table);
      boolean early = random.nextBoolean();
      if (early) {
        follow(mirror, 2, table, random);
      }
      mirror.export(2, items(exported));
      boolean between = random.nextBoolean();
      if (between) {
        follow(mirror, 2, table, random);
      }
      if (random.nextBoolean()) {
        database.execute("OPTIMIZE TABLE gap FINAL");
      }

      mirror.heal(database.clickHouse(), DeleteLimit.NONE, 1 + random.nextInt(20));
      follow(mirror, 2, table, random);

      assertThat(mirrored(mirror)).as("seed %d", seed).isEqualTo(table);
      assertThat(mirror.text("SELECT count() = uniqExact(key, version) FROM gap_changes"))
          .isEqualTo("1");
    }
  }

  private long sequence = 1000;

  /** Changes of the table that the stream tells. */
  private void follow(
      GappedTable mirror, long generation, Map<String, String> table, Random random) {
    for (int i = random.nextInt(12); i > 0; i--) {
      String key = "k" + random.nextInt(KEYS);
      if (random.nextInt(3) == 0) {
        if (table.remove(key) != null) {
          mirror.record(
              generation, sequence++, "REMOVE", "\"Keys\":{\"pk\":{\"S\":\"" + key + "\"}}");
        }
      } else {
        table.put(key, "streamed " + sequence);
        mirror.record(
            generation,
            sequence++,
            "MODIFY",
            "\"Keys\":{\"pk\":{\"S\":\"%s\"}},\"NewImage\":%s"
                .formatted(key, item(key, table.get(key))));
      }
    }
  }

  private static void change(Map<String, String> table, Random random, int changes) {
    for (int i = 0; i < changes; i++) {
      String key = "k" + random.nextInt(KEYS);
      if (random.nextInt(3) == 0) {
        table.remove(key);
      } else {
        table.put(key, "unseen " + random.nextInt(1000));
      }
    }
  }

  private static List<String> items(Map<String, String> table) {
    List<String> items = new ArrayList<>();
    table.forEach((key, note) -> items.add(item(key, note)));
    return items;
  }

  private static String item(String key, String note) {
    return "{\"pk\":{\"S\":\"%s\"},\"note\":{\"S\":\"%s\"}}".formatted(key, note);
  }

  private static Map<String, String> mirrored(GappedTable mirror) {
    Map<String, String> rows = new TreeMap<>();
    for (String line : mirror.text("SELECT pk, note FROM TABLE FINAL").lines().toList()) {
      String[] parts = line.split("\t", -1);
      assertThat(rows.put(parts[0], parts[1])).as("two rows of %s", parts[0]).isNull();
    }
    return rows;
  }
}
