package dev.nightjar.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.server.rights.Rights;
import dev.nightjar.server.rights.Scope;
import dev.nightjar.server.workspace.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token's filter does, whichever ClickHouse enforces it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RowFilterContract {
  private static final Rights ACME =
      new Rights(List.of(Scope.reading("orders", "tenant = 'acme'"), Scope.reading("stock", "1")));

  private TestDatabase database;
  private Readers readers;
  private FilterCheck filters;

  @BeforeAll
  void prepare(ClickHouse clickHouse, TestDatabase fresh) {
    database = fresh;
    filters = new FilterCheck(clickHouse);
    String file =
        """
        SCHEMA >
            id UInt64,
            tenant String,
            pin UInt32,
            secret String

        ENGINE MergeTree
        ENGINE_SORTING_KEY id
        """;
    readers =
        new Readers(
            clickHouse,
            fresh.name(),
            Map.of(
                "orders.datasource", file, "stock.datasource", file, "changed.datasource", file));
    for (String table : List.of("orders", "stock", "changed")) {
      fresh.execute(
          "CREATE TABLE "
              + table
              + " (id UInt64, tenant String, pin UInt32, secret String)"
              + " ENGINE = ReplacingMergeTree ORDER BY id PARTITION BY pin");
      fresh.execute(
          "INSERT INTO "
              + table
              + " VALUES (1, 'acme', 7, '1'), (2, 'bob', 42, 'sesame'), (3, 'acme', 7, '1')");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT count() FROM orders|2",
        "SELECT count() FROM orders FINAL|2",
        "SELECT max(id), min(id) FROM orders WHERE tenant != 'x'|3\t1",
        "SELECT count() FROM orders AS a JOIN orders AS b ON a.id = b.id|2",
        "SELECT count() FROM stock WHERE id IN (SELECT id FROM orders)|2",
        "WITH o AS (SELECT * FROM orders) SELECT count() FROM (SELECT * FROM o UNION ALL SELECT * FROM o)|4",
        "SELECT count() FROM orders WHERE throwIf(pin = 42) = 0|2",
        "SELECT count() FROM orders WHERE toUInt64(secret) = 1|2",
        "SELECT count() FROM orders AS a JOIN stock AS b ON a.id = b.id AND throwIf(a.pin = 42) = 0|2",
        "SELECT count() FROM orders FINAL WHERE throwIf(pin = 42) = 0|2",
        "SELECT count() FROM stock|3"
      })
  void holdsInEveryQuery(String sql, String rows) {
    assertThat(readers.rows(ACME, sql).stripTrailing()).isEqualTo(rows);
    assertThat(readers.endpoint(ACME, sql).stripTrailing()).isEqualTo(rows);
    assertThat(readers.rows(Rights.ALL, "SELECT count() FROM orders").stripTrailing())
        .isEqualTo("3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM orders PREWHERE throwIf(pin = 42) = 0",
        "SELECT * FROM orders AS `DB.stock`",
        "SELECT _partition_id FROM orders",
        "SELECT * FROM hidden",
        "SELECT * FROM hidden WHERE 1 IN (WITH hidden AS (SELECT 1) SELECT * FROM hidden)"
      })
  void refusesWhatGoesAroundIt(String sql) {
    assertThatThrownBy(() -> readers.rows(ACME, sql.replace("DB", database.name())))
        .isInstanceOfAny(SqlRefusedException.class, ClickHouseException.class)
        .hasMessageNotContaining("sesame");
  }

  @Test
  void errorsOfVisibleRowsComeWithoutTheirValues() {
    assertThatThrownBy(() -> readers.rows(ACME, "SELECT toDate(tenant) FROM orders"))
        .isInstanceOf(ClickHouseException.class)
        .hasMessageContaining("cannot take one of the values")
        .hasMessageNotContaining("acme");
    assertThatThrownBy(() -> readers.rows(ACME, "SELECT nosuch FROM orders"))
        .hasMessageContaining("nosuch")
        .hasMessageNotContaining(database.name());
  }

  @Test
  void aFilterThatDoesNotFitAnyMoreIsAnErrorAndNoUnfilteredRead() {
    Rights rights =
        new Rights(
            List.of(Scope.reading("changed", "tenant = 'acme'"), Scope.reading("stock", "1")));
    database.execute("ALTER TABLE changed DROP COLUMN tenant");

    for (String sql :
        List.of("SELECT count() FROM changed", "SELECT count() FROM stock, changed")) {
      assertThatThrownBy(() -> readers.rows(rights, sql))
          .hasMessageContaining("filter")
          .hasMessageContaining("'changed'");
      assertThatThrownBy(() -> readers.endpoint(rights, sql)).hasMessageContaining("'changed'");
    }
    assertThat(readers.rows(rights, "SELECT count() FROM stock").stripTrailing()).isEqualTo("3");
  }

  @Test
  void aFilterOnATableThatIsGoneIsHarmless() {
    Rights rights =
        new Rights(List.of(Scope.reading("gone", "x = 1"), Scope.reading("stock", "id = 1")));

    assertThat(readers.rows(rights, "SELECT count() FROM stock").stripTrailing()).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file('/etc/passwd') = ''",
        "tenant IN (SELECT tenant FROM stock)",
        "tenant IN stock",
        "1) OR (1 = 1",
        "id = {x:UInt8}"
      })
  void aFilterThatNobodyCheckedIsCheckedBeforeItIsUsed(String filter) {
    Rights rights = new Rights(List.of(Scope.reading("orders", filter)));

    assertThatThrownBy(() -> readers.rows(rights, "SELECT 1"))
        .isInstanceOf(SqlRefusedException.class)
        .hasMessageContaining("The filter that this token has on the data source 'orders'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tenant = 'acme'",
        "tenant IN ('acme', 'bob') -- both",
        "pin % 2 = 1 AND NOT startsWith(secret, 's')",
        "id > 1 AND now() > toDateTime(0)"
      })
  void conditionsOverTheOwnColumnsCanBeFilters(String filter) {
    assertThatCode(() -> filters.check(workspace(), "orders", filter)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nosuch = 1",
        "stock.id = 1",
        "tenant",
        "arrayJoin([1, 2])",
        "count() > 1",
        "file('/etc/passwd') = ''",
        "dictGet('d', 'a', 1)",
        "id IN (SELECT 1)",
        "id = ",
        "1 SETTINGS readonly = 0",
        "id = 1; SELECT 1"
      })
  void othersCannot(String filter) {
    assertThatThrownBy(() -> filters.check(workspace(), "orders", filter))
        .isInstanceOf(SqlRefusedException.class)
        .hasMessageNotContaining(database.name());
  }

  private Workspace workspace() {
    return new Workspace("id", "main", database.name(), true, Instant.EPOCH);
  }
}
