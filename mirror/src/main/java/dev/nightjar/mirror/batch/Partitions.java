package dev.nightjar.mirror.batch;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Rows;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.row.KeyColumn;
import dev.nightjar.mirror.row.MirroredSchema;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds out which rows of a block are the last of their partition: an insert arrives whole or not
 * at all in each partition by itself, so that each needs a probe. ClickHouse alone can evaluate the
 * partition key; it is asked only for tables that have one.
 */
public final class Partitions {
  /**
   * Over HTTP ClickHouse takes parameters of 128 KiB ({@code http_max_field_value_size}), the
   * percent signs of their encoding included; one key can be 6 KB.
   */
  private static final int MOST_CHARACTERS = 100_000;

  private static final int SEPARATOR = "%2C".length();

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
    while (to < keys.size() && (to == from || characters < MOST_CHARACTERS)) {
      for (String part : keys.get(to)) {
        characters += 2 * part.getBytes(StandardCharsets.UTF_8).length + SEPARATOR;
      }
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
    List<KeyColumn> columns = schema.keys();
    String lists =
        IntStream.range(0, columns.size())
            .mapToObj(
                i -> "splitByChar(',', {key%1$d:String}) AS `nightjar-texts%1$d`".formatted(i))
            .collect(Collectors.joining(", "));
    String values =
        IntStream.range(0, columns.size())
            .mapToObj(i ->
                columns.get(i).value("unhex(`nightjar-texts" + i + "`[`nightjar-place`])")
                    + " AS "
                    + Sql.identifier(columns.get(i).name()))
            .collect(Collectors.joining(", "));
    Query.Builder query =
        Query.builder(
            "WITH "
                + lists
                + " SELECT max(`nightjar-place`) AS `nightjar-last`, hex(sipHash128(tuple("
                + schema.partitionKey().orElseThrow()
                + "))) AS `nightjar-partition` FROM (SELECT "
                + values
                + ", `nightjar-place`"
                + " FROM (SELECT arrayJoin(arrayEnumerate(`nightjar-texts0`)) AS `nightjar-place`))"
                + " GROUP BY `nightjar-partition`");
    query.setting("precise_float_parsing", "1");
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      query.parameter(
          "key" + i,
          keys.stream().map(key -> hex(key.get(column))).collect(Collectors.joining(",")));
    }
    return query.build();
  }

  /** Keys hold any character; what a list of them is split at must not be one of those. */
  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
