package dev.nightjar.mirror.batch;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Rows;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.row.MirroredSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out which rows of a block are the last of their partition: an insert arrives whole or not
 * at all in each partition by itself, so that each needs a probe. ClickHouse alone can evaluate the
 * partition key; it is asked only for tables that have one.
 */
public final class Partitions {
  private final ClickHouse clickHouse;
  private final MirroredSchema schema;
  private final PatientCalls calls;

  /** The partitions of a mirrored table. */
  public Partitions(
      ClickHouse clickHouse, MirroredSchema schema, Retries retries, Sleeper sleeper) {
    this.clickHouse = clickHouse;
    this.schema = schema;
    this.calls = new PatientCalls(retries, sleeper);
  }

  /**
   * The last row of each partition.
   *
   * @param keys each row's key, as {@link dev.nightjar.mirror.row.RowEncoder#lastKey} has it
   * @return places in that list, in order
   */
  public List<Integer> lastRows(List<List<String>> keys) throws InterruptedException {
    if (schema.partitionKey().isEmpty() || keys.size() < 2) {
      return keys.isEmpty() ? List.of() : List.of(keys.size() - 1);
    }
    Map<String, Integer> last = new HashMap<>();
    int from = 0;
    while (from < keys.size()) {
      int to = end(keys, from);
      for (Row row : rows(query(keys.subList(from, to)))) {
        last.put(row.string("nightjar-partition"), from + (int) row.number("nightjar-last") - 1);
      }
      from = to;
    }
    return last.values().stream().sorted().toList();
  }

  /** Where the keys end that one query takes. */
  private static int end(List<List<String>> keys, int from) {
    int characters = 0;
    int to = from;
    while (to < keys.size() && (to == from || characters < KeyLists.MOST_CHARACTERS)) {
      characters += KeyLists.characters(keys.get(to));
      to++;
    }
    return to;
  }

  private Rows rows(Query query) throws InterruptedException {
    return calls.call(
        "partitions",
        "the partition key " + schema.partitionKey().orElseThrow(),
        () -> clickHouse.rows(query));
  }

  /**
   * A partition is told by a hash of its values: as text, two hours of a night in which clocks are
   * put back would be one. No column is called as the names in the query are.
   */
  private Query query(List<List<String>> keys) {
    KeyLists lists = new KeyLists(schema.keys());
    Query.Builder query =
        Query.builder(
            "SELECT max(`nightjar-place`) AS `nightjar-last`, hex(sipHash128(tuple("
                + schema.partitionKey().orElseThrow()
                + "))) AS `nightjar-partition` FROM (SELECT "
                + lists.values()
                + ", `nightjar-place` FROM "
                + lists.places()
                + ") GROUP BY `nightjar-partition`");
    query.setting("precise_float_parsing", "1");
    lists.bind(query, keys);
    return query.build();
  }
}
