package dev.nightjar.clickhouse.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.testing.TestDatabase;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public abstract class ClickHouseContract {

  @Test
  void tellsItsVersion(ClickHouse clickHouse) {
    assertThat(clickHouse.version()).startsWith("26.7.");
  }

  @Test
  void answersInTheFormatOfTheQuery(ClickHouse clickHouse) {
    String sql = "SELECT 1 AS a, 'x' AS b";

    assertThat(clickHouse.query(Query.of(sql)).text()).isEqualTo("[1, \"x\"]\n");
    assertThat(clickHouse.query(Query.of(sql).withFormat("CSVWithNames")).text())
        .isEqualTo("\"a\",\"b\"\n1,\"x\"\n");
    assertThat(clickHouse.query(Query.of(sql).withFormat("Native")).bytes())
        .startsWith(2, 1, 1, 'a', 5, 'U', 'I', 'n', 't', '8', 1);
  }

  @Test
  void tellsWhatAQueryCost(TestDatabase database) {
    database.execute("CREATE TABLE cost (id Int64) ENGINE = MergeTree ORDER BY id");
    database.execute("INSERT INTO cost SELECT number FROM numbers(1000)");

    var statistics =
        database
            .clickHouse()
            .query(Query.builder("SELECT id FROM cost LIMIT 7").database(database.name()).build())
            .statistics();

    assertThat(statistics.resultRows()).isEqualTo(7);
    assertThat(statistics.rowsRead()).isGreaterThanOrEqualTo(7);
    assertThat(statistics.bytesRead()).isGreaterThanOrEqualTo(7 * 8);
  }

  @Test
  void readsRowsOfTheProjectsOwnQueries(ClickHouse clickHouse) {
    Row row =
        clickHouse
            .rows(
                Query.of(
                    "SELECT 'tab\\there' AS text, NULL AS nothing, toUInt256('9') * 1 AS big,"
                        + " true AS yes, -5 AS number"))
            .single();

    assertThat(row.string("text")).isEqualTo("tab\there");
    assertThat(row.value("nothing")).isEmpty();
    assertThat(row.integer("big")).isEqualTo(BigInteger.valueOf(9));
    assertThat(row.flag("yes")).isTrue();
    assertThat(row.number("number")).isEqualTo(-5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "",
        "it's",
        "back\\slash",
        "tab\tnewline\nreturn\r",
        "nul\0nul",
        "\\N",
        "🦉 ünï",
        "'; DROP TABLE t; --"
      })
  void bindsTextAsItIs(String text, ClickHouse clickHouse) {
    Query query =
        Query.builder("SELECT hex({p:String}) AS h, hex({list:Array(String)}[2]) AS e")
            .parameter("p", text)
            .parameter("list", Parameter.ofArray(List.of("first", text)))
            .build();

    Row row = clickHouse.rows(query).single();

    String hex = hex(text);
    assertThat(row.string("h")).isEqualTo(hex);
    assertThat(row.string("e")).isEqualTo(hex);
  }

  @Test
  void bindsNullsNumbersAndIdentifiers(TestDatabase database) {
    database.execute("CREATE TABLE named (id Int64) ENGINE = MergeTree ORDER BY id");

    Row row =
        database
            .clickHouse()
            .rows(
                Query.builder(
                        "SELECT {n:Nullable(String)} IS NULL AS none, {i:UInt256} AS i,"
                            + " arraySum({a:Array(Int64)}) AS sum, count() AS c FROM {t:Identifier}")
                    .database(database.name())
                    .parameter("n", Parameter.ofNull())
                    .parameter("i", BigInteger.TWO.pow(255).toString())
                    .parameter("a", Parameter.ofNumbers(List.of("1", "-7", "9")))
                    .parameter("t", "named")
                    .build())
            .single();

    assertThat(row.flag("none")).isTrue();
    assertThat(row.integer("i")).isEqualTo(BigInteger.TWO.pow(255));
    assertThat(row.number("sum")).isEqualTo(3);
    assertThat(row.number("c")).isZero();
  }

  @Test
  void runsEachStatementInItsOwnDatabase(TestDatabase database) {
    database.execute("CREATE TABLE here (id Int64) ENGINE = MergeTree ORDER BY id");

    assertThat(database.text("SELECT count() FROM here")).isEqualTo("0");
    assertThatThrownBy(() -> database.clickHouse().query(Query.of("SELECT count() FROM here")))
        .isInstanceOfSatisfying(
            ClickHouseException.class, e -> assertThat(e.name()).isEqualTo("UNKNOWN_TABLE"));
  }

  @Test
  void leavesNothingOfAStatementToTheNext(ClickHouse clickHouse) {
    clickHouse.execute("CREATE TEMPORARY TABLE mine (id Int64)");
    clickHouse.execute("SET max_threads = 7");
    clickHouse.execute("USE system");

    for (int i = 0; i < 8; i++) {
      Row row =
          clickHouse
              .rows(
                  Query.of(
                      "SELECT currentDatabase() AS db, toString(getSetting('max_threads')) AS threads,"
                          + " (SELECT count() FROM system.tables WHERE name = 'mine') AS mine"))
              .single();
      assertThat(row.string("db")).isEqualTo("default");
      assertThat(row.string("threads")).isNotEqualTo("7");
      assertThat(row.number("mine")).isZero();
    }
  }

  @Test
  void takesSettingsForOneQuery(TestDatabase database) {
    database.execute("CREATE TABLE rows (id Int64) ENGINE = MergeTree ORDER BY id");
    database.execute("INSERT INTO rows SELECT number FROM numbers(10)");
    Query.Builder counting =
        Query.builder("SELECT count() AS c FROM rows").database(database.name()).readOnly();

    Query filtered =
        counting
            .setting("additional_table_filters", "{'" + database.name() + ".rows': 'id >= 8'}")
            .build();

    assertThat(database.clickHouse().rows(filtered).single().number("c")).isEqualTo(2);
    assertThat(database.text("SELECT count() FROM rows")).isEqualTo("10");
  }

  @Test
  void refusesASettingThatClickHouseDoesNotHave(ClickHouse clickHouse) {
    Query query = Query.builder("SELECT 1").setting("max_nonsense", "1").build();

    assertThatThrownBy(() -> clickHouse.query(query))
        .isInstanceOfSatisfying(
            ClickHouseException.class, e -> assertThat(e.name()).isEqualTo("UNKNOWN_SETTING"));
  }

  @Test
  void throwsClickHousesOwnErrors(ClickHouse clickHouse) {
    assertThatThrownBy(() -> clickHouse.query(Query.of("SELECT * FROM nowhere.at_all")))
        .isInstanceOfSatisfying(
            ClickHouseException.class,
            e -> {
              assertThat(e.code()).isEqualTo(81);
              assertThat(e.name()).isEqualTo("UNKNOWN_DATABASE");
              assertThat(e).hasMessage("Database nowhere does not exist");
            });
  }

  @Test
  void keepsTrackOfQueryIds(ClickHouse clickHouse) {
    assertThat(clickHouse.isRunning("q-1")).isFalse();
    try (var stream =
        clickHouse.stream(Query.builder("SELECT number FROM system.numbers").id("q-1").build())) {
      assertThat(stream.next()).isPresent();
      assertThat(clickHouse.isRunning("q-1")).isTrue();
      assertThatThrownBy(() -> clickHouse.execute(Statement.of("SELECT 1").id("q-1")))
          .isInstanceOfSatisfying(
              ClickHouseException.class, e -> assertThat(e.code()).isEqualTo(216));
    }
    assertThat(clickHouse.isRunning("q-1")).isFalse();
  }

  @Test
  void servesManyCallersAtOnce(TestDatabase database) throws Exception {
    database.execute("CREATE TABLE many (id Int64) ENGINE = MergeTree ORDER BY id");
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int id = i;
        answers.add(
            callers.submit(() -> {
              if (id % 10 == 0) {
                database.execute("INSERT INTO many VALUES (" + id + ")");
              }
              Query.Builder query = Query.builder("SELECT {n:Int64} AS n");
              query.parameter("n", Integer.toString(id));
              return database
                  .clickHouse()
                  .rows((id % 2 == 0 ? query.readOnly() : query).build())
                  .single()
                  .number("n");
            }));
      }
      for (int i = 0; i < 200; i++) {
        assertThat(answers.get(i).get()).isEqualTo(i);
      }
    }
    assertThat(database.text("SELECT count() FROM many")).isEqualTo("20");
  }

  private static String hex(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      out.append("%02X".formatted(b));
    }
    return out.toString();
  }
}
