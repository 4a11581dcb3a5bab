package dev.nightjar.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.server.rights.Rights;
import dev.nightjar.server.rights.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Under a filter every query has the rows that the same query has over a copy of the table with the
 * visible rows alone; with FINAL, over a copy of what FINAL shows of them.
 */
class FilteredRowsTest {
  private static final String COLUMNS =
      "id UInt8, tenant String, n Int32, tag String, note Nullable(String), ver UInt8";

  private static final String FILE =
      """
      SCHEMA >
          id UInt8,
          tenant String,
          n Int32,
          tag String,
          note Nullable(String),
          ver UInt8

      ENGINE MergeTree
      ENGINE_SORTING_KEY id
      """;

  private static TestDatabase database;
  private static Readers readers;

  @BeforeContainer
  static void open() {
    database = TestDatabase.fresh("filtered");
    readers =
        new Readers(
            database.clickHouse(),
            database.name(),
            Map.of(
                "t.datasource", FILE,
                "t_seen.datasource", FILE,
                "t_final.datasource", FILE));
  }

  @AfterContainer
  static void close() {
    database.close();
  }

  @Property(tries = 40)
  void rowsUnderAFilterAreTheRowsOfTheFilteredTable(
      @ForAll("rows") List<String> rows,
      @ForAll("conditions") String filter,
      @ForAll("queries") String query) {
    fill(rows, filter);
    Rights rights = new Rights(List.of(Scope.reading("t", filter)));
    String asked = query.replace("<T FINAL>", "t FINAL").replace("<T>", "t");
    String expected =
        readers.rows(Rights.ALL, query.replace("<T FINAL>", "t_final").replace("<T>", "t_seen"));

    assertThat(sorted(readers.rows(rights, asked))).isEqualTo(sorted(expected));
    assertThat(sorted(readers.endpoint(rights, asked))).isEqualTo(sorted(expected));
  }

  private static void fill(List<String> rows, String filter) {
    for (String table : List.of("t", "t_seen", "t_final")) {
      database.execute("DROP TABLE IF EXISTS " + table + " SYNC");
    }
    database.execute(
        "CREATE TABLE t (" + COLUMNS + ") ENGINE = ReplacingMergeTree(ver) ORDER BY id");
    database.execute("SYSTEM STOP MERGES t");
    int half = rows.size() / 2;
    database.execute("INSERT INTO t VALUES " + String.join(", ", rows.subList(0, half)));
    database.execute("INSERT INTO t VALUES " + String.join(", ", rows.subList(half, rows.size())));
    database.execute(
        "CREATE TABLE t_seen ENGINE = MergeTree ORDER BY id AS SELECT * FROM t WHERE " + filter);
    database.execute(
        "CREATE TABLE t_final ENGINE = MergeTree ORDER BY id AS SELECT * FROM t FINAL WHERE "
            + filter);
  }

  private static List<String> sorted(String rows) {
    return rows.lines().sorted().toList();
  }

  @Provide
  Arbitrary<List<String>> rows() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 12),
            Arbitraries.of("a", "b", "c"),
            Arbitraries.integers().between(-2, 5),
            Arbitraries.of("x", "y", ""),
            Arbitraries.of("NULL", "'p'", "'q'"),
            Arbitraries.integers().between(0, 3))
        .as((id, tenant, n, tag, note, version) ->
            "(%d, '%s', %d, '%s', %s, %d)".formatted(id, tenant, n, tag, note, version))
        .list()
        .ofMinSize(2)
        .ofMaxSize(30)
        .map(FilteredRowsTest::oneOfEachVersion);
  }

  private static List<String> oneOfEachVersion(List<String> rows) {
    Map<String, String> byVersion = new LinkedHashMap<>();
    for (String row : rows) {
      String[] values = row.split(", ");
      byVersion.putIfAbsent(values[0] + values[5], row);
    }
    List<String> distinct = List.copyOf(byVersion.values());
    return distinct.size() < 2
        ? List.of(distinct.getFirst(), "(99, 'a', 0, '', NULL, 0)")
        : distinct;
  }

  @Provide
  Arbitrary<String> conditions() {
    Arbitrary<String> simple =
        Arbitraries.of(
            "tenant = 'a'",
            "tenant IN ('a', 'b')",
            "n > 1",
            "n % 2 = 0",
            "tag != ''",
            "note IS NULL",
            "note = 'p'",
            "id BETWEEN 3 AND 9",
            "length(tag) = 1",
            "1 = 1",
            "1 = 0");
    return Combinators.combine(
            simple, simple, Arbitraries.of("%s", "(%s) OR %s", "NOT (%s) AND %s"))
        .as((one, other, form) -> form.formatted(one, other));
  }

  private Arbitrary<String> sources() {
    Arbitrary<String> table = Arbitraries.of("<T>", "<T FINAL>");
    Arbitrary<String> filtered =
        Combinators.combine(table, conditions())
            .as((of, where) -> "(SELECT * FROM " + of + " WHERE " + where + ")");
    Arbitrary<String> united =
        Combinators.combine(
                filtered,
                filtered,
                Arbitraries.of("UNION ALL", "UNION DISTINCT", "INTERSECT", "EXCEPT"))
            .as((one, other, how) ->
                "(SELECT * FROM " + one + " " + how + " SELECT * FROM " + other + ")");
    return Arbitraries.oneOf(table, filtered, united);
  }

  @Provide
  Arbitrary<String> queries() {
    Arbitrary<String> form =
        Arbitraries.of(
            "SELECT * FROM %1$s WHERE %3$s",
            "SELECT count(), sum(n), min(id), max(tag), uniqExact(tenant) FROM %1$s WHERE %3$s",
            "SELECT tenant, count(), max(n) FROM %1$s WHERE %3$s GROUP BY tenant HAVING count() > 1",
            "SELECT tenant, tag, count() FROM %1$s GROUP BY tenant, tag WITH CUBE",
            "SELECT DISTINCT tenant, n FROM %1$s WHERE %3$s",
            "SELECT a.id, a.tenant, b.n FROM (SELECT * FROM %1$s) AS a JOIN (SELECT * FROM %2$s) AS b ON a.id = b.id",
            "SELECT a.id, b.tag FROM (SELECT * FROM %1$s) AS a LEFT JOIN (SELECT * FROM %2$s) AS b ON a.n = b.n AND b.id > 2",
            "SELECT count() FROM (SELECT * FROM %1$s) AS a FULL JOIN (SELECT * FROM %2$s) AS b USING (id)",
            "SELECT a.id, count() FROM <T> AS a, <T> AS b WHERE a.n = b.n AND a.id < b.id GROUP BY a.id",
            "SELECT id, n FROM %1$s WHERE id IN (SELECT id FROM %2$s WHERE %3$s)",
            "SELECT id, n FROM %1$s WHERE (tenant, n) NOT IN (SELECT tenant, n FROM %2$s WHERE %3$s)",
            "SELECT id, sum(n) OVER (PARTITION BY tenant ORDER BY id, ver, n) AS s FROM %1$s",
            "SELECT id, rank() OVER (ORDER BY n) AS r FROM %1$s QUALIFY r < 4",
            "WITH c AS (SELECT * FROM %1$s WHERE %3$s) SELECT c.tenant, d.n FROM c JOIN c AS d ON c.id = d.id",
            "WITH (SELECT max(n) FROM %2$s) AS top SELECT id FROM %1$s WHERE n = top",
            "SELECT id, x FROM %1$s ARRAY JOIN [1, 2] AS x WHERE %3$s",
            "SELECT * FROM %1$s WHERE %3$s ORDER BY id, ver, n LIMIT 3",
            "SELECT id, n FROM %1$s ORDER BY tenant, id, ver LIMIT 2 BY tenant",
            "SELECT id IN (SELECT id FROM %2$s), count() FROM %1$s GROUP BY 1",
            "SELECT exists(SELECT 1 FROM %1$s WHERE %3$s), (SELECT count() FROM %2$s)");
    return Combinators.combine(form, sources(), sources(), conditions())
        .as((text, one, other, where) -> text.formatted(one, other, where));
  }
}
