package dev.nightjar.clickhouse.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Queries of other people. What they may read is their caller's gate to decide, not tested here.
 */
public abstract class ReadOnlyContract {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO kept VALUES (1) | 164",
        "CREATE TABLE x (a Int8) ENGINE = Memory | 164",
        "DROP TABLE kept | 164",
        "TRUNCATE TABLE kept | 164",
        "ALTER TABLE kept DELETE WHERE 1 | 164",
        "SET readonly = 0 | 164",
        "USE system | 164",
        "KILL QUERY WHERE 1 | 164",
        "SYSTEM FLUSH LOGS | 164",
        "CREATE TEMPORARY TABLE x (a Int8) | 164",
        "INSERT INTO FUNCTION file('x.csv') SELECT 1 | 164",
        "BACKUP TABLE kept TO Memory('b') | 164",
        "SELECT 1; SELECT 2 | 62",
        "SELECT 1; DROP TABLE kept | 62",
        "SELECT 1; nonsense | 62",
        "SELECT * FROM file('/etc/passwd') | 164",
        "SELECT 1 SETTINGS max_execution_time = 0 | 164",
        "SELECT 1 SETTINGS readonly = 0 | 164",
      })
  void refusesAllButOneStatementThatReads(String sql, int code, ClickHouse clickHouse) {
    try (TestDatabase database = TestDatabase.fresh("readonly", () -> clickHouse)) {
      database.execute("CREATE TABLE kept (a Int8) ENGINE = MergeTree ORDER BY a");

      assertThatThrownBy(() -> database.clickHouse().query(reading(database, sql)))
          .isInstanceOfSatisfying(
              ClickHouseException.class, e -> assertThat(e.code()).isEqualTo(code));

      assertThat(database.text("SELECT count() FROM kept")).isEqualTo("0");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "it's",
        "back\\slash",
        "--readonly=0",
        " = ",
        "{'a':'b'}",
        "two\nlines",
        "é",
        "a\0b"
      })
  void aFilterHoldsHoweverItsTextLooks(String name, TestDatabase database) {
    database.execute(
        "CREATE OR REPLACE TABLE names (name String) ENGINE = MergeTree ORDER BY name");
    database.execute("INSERT INTO names VALUES (" + Sql.string(name) + "), ('another')");
    String filter = "name = " + Sql.string(name);

    byte[] seen =
        database
            .clickHouse()
            .query(
                Query.builder("SELECT hex(name) FROM names")
                    .format("TSVRaw")
                    .database(database.name())
                    .setting(
                        "additional_table_filters",
                        "{"
                            + Sql.string(database.name() + ".names")
                            + ":"
                            + Sql.string(filter)
                            + "}")
                    .readOnly()
                    .build())
            .bytes();

    assertThat(new String(seen, StandardCharsets.UTF_8).strip())
        .isEqualTo(HexFormat.of().withUpperCase().formatHex(name.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void writesNoFiles(TestDatabase database, @TempDir Path directory) {
    Path file = directory.resolve("out.csv");

    for (String sql : new String[] {"SELECT 1", "EXPLAIN PIPELINE SELECT 1"}) {
      assertThatThrownBy(() ->
              database.clickHouse().query(reading(database, sql + " INTO OUTFILE '" + file + "'")))
          .isInstanceOf(ClickHouseException.class);
    }

    assertThat(file).doesNotExist();
  }

  @Test
  void streamsUnderTheSameRules(TestDatabase database) {
    assertThatThrownBy(() -> database.clickHouse().stream(reading(database, "SELECT 1; SELECT 2")))
        .isInstanceOf(ClickHouseException.class);
  }

  @Test
  void saysWhereTheSyntaxIsWrong(TestDatabase database) {
    assertThatThrownBy(() -> database.clickHouse().query(reading(database, "SELECT 1 FRM t")))
        .isInstanceOf(ClickHouseException.class)
        .hasMessageContaining("Syntax error")
        .hasMessageContaining("FRM t");
  }

  @Test
  void runsWithItsLimits(TestDatabase database) {
    Row row =
        database
            .clickHouse()
            .rows(
                Query.builder(
                        "SELECT getSetting('readonly') AS readonly,"
                            + " getSetting('max_memory_usage') AS memory,"
                            + " getSetting('max_result_rows') AS rows, currentDatabase() AS db")
                    .database(database.name())
                    .setting("max_result_rows", "5")
                    .readOnly()
                    .build())
            .single();

    assertThat(row.number("readonly")).isEqualTo(1);
    assertThat(row.number("memory")).isEqualTo(2L << 30);
    assertThat(row.number("rows")).isEqualTo(5);
    assertThat(row.string("db")).isEqualTo(database.name());
  }

  @Test
  void survivesDeepNesting(TestDatabase database) {
    for (int depth : new int[] {100, 1_000, 100_000}) {
      String sql = "SELECT " + "(".repeat(depth) + "1" + ")".repeat(depth);
      if (depth > 100) {
        assertThatThrownBy(() -> database.clickHouse().query(reading(database, sql)))
            .isInstanceOf(ClickHouseException.class);
      } else {
        assertThat(database.clickHouse().query(reading(database, sql)).text()).contains("1");
      }
    }
  }

  private static Query reading(TestDatabase database, String sql) {
    return Query.builder(sql).database(database.name()).readOnly().build();
  }
}
