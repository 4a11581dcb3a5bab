package dev.nightjar.server.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.http.HttpProblem;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tables that are swapped together, and what becomes of them when something comes in between. */
@ExtendWith(EmbeddedEngine.class)
class ReplacementsTest {
  @TempDir private Path directory;
  private StateDatabase state;
  private ClickHouse engine;
  private final SequencedMap<TableName, TableName> pairs = new LinkedHashMap<>();

  @BeforeEach
  void makePairs(TestDatabase database) {
    state = StateDatabase.open(directory);
    state.migrate("server", "dev/nightjar/server/migration", getClass().getClassLoader());
    engine = EmbeddedEngine.shared();
    for (String name : new String[] {"source", "target"}) {
      TableName table = new TableName(database.name(), name);
      TableName side = new TableName(database.name(), name + "-side");
      make(table, "old");
      make(side, "new");
      pairs.put(table, side);
    }
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void whatACrashLeftHalfSwappedIsSwappedAtTheNextStart() {
    Replacements crashing = new Replacements(failingAtExchange(2, new Crash()), state);

    assertThatThrownBy(() -> crashing.exchange(pairs)).isInstanceOf(Crash.class);
    assertThat(rows("source")).isEqualTo("new");
    assertThat(rows("target")).isEqualTo("old");

    new Replacements(engine, state).finish();
    assertThat(rows("source")).isEqualTo("new");
    assertThat(rows("target")).isEqualTo("new");

    // once is enough
    new Replacements(engine, state).finish();
    assertThat(rows("target")).isEqualTo("new");
  }

  @Test
  void whatClickHouseRefusesToSwapIsSwappedBackAndNotTriedAgain() {
    Replacements refused =
        new Replacements(failingAtExchange(2, new ClickHouseException(1, "REFUSED", "no")), state);

    assertThatThrownBy(() -> refused.exchange(pairs)).isInstanceOf(ClickHouseException.class);
    assertThat(rows("source")).isEqualTo("old");
    assertThat(rows("target")).isEqualTo("old");

    new Replacements(engine, state).finish();
    assertThat(rows("source")).isEqualTo("old");
  }

  @Test
  void whatCannotBeSwappedBackEitherIsNotFinishedLaterOverRowsThatHaveComeIn() {
    int[] seen = new int[1];
    Replacements away =
        new Replacements(
            failing(
                sql -> sql.startsWith("EXCHANGE") && ++seen[0] > 1,
                () -> new UnavailableException("it is away")),
            state);

    assertThatThrownBy(() -> away.exchange(pairs))
        .isInstanceOf(HttpProblem.class)
        .hasMessageContaining("ended half way");
    assertThat(rows("source")).isEqualTo("new");

    new Replacements(engine, state).finish();
    assertThat(rows("source")).isEqualTo("new");
    assertThat(rows("target")).isEqualTo("old");
  }

  @Test
  void rowsOfWhichSomePartitionsAreThereAreToldAsSuch() {
    TableName from = new TableName(pairs.firstEntry().getKey().database(), "parted");
    TableName to = new TableName(from.database(), "published");
    for (TableName table : new TableName[] {from, to}) {
      engine.execute(Statement.of("DROP TABLE IF EXISTS " + table.sql() + " SYNC"));
      engine.execute(
          Statement.of(
              "CREATE TABLE "
                  + table.sql()
                  + " (n Int8) ENGINE = MergeTree ORDER BY n PARTITION BY n"));
    }
    engine.execute(Statement.of("INSERT INTO " + from.sql() + " SELECT number FROM numbers(3)"));
    int[] seen = new int[1];
    SideTables sides =
        new SideTables(
            failing(
                sql -> sql.contains("ATTACH PARTITION") && ++seen[0] == 2,
                () -> new ClickHouseException(1, "REFUSED", "no")),
            state);

    Throwable failure = catchThrowable(() -> sides.publish(from, to));

    assertThat(PartlyStored.is(failure)).isTrue();
    assertThat(failure).hasMessageContaining("'published'").hasMessageContaining("REFUSED");
    assertThat(engine.rows(Query.of("SELECT count() AS n FROM " + to.sql())).single().number("n"))
        .isEqualTo(1);
  }

  /** The process ends there: nobody catches it, nothing is tidied up. */
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  private ClickHouse failingAtExchange(int number, Throwable failure) {
    int[] seen = new int[1];
    return failing(sql -> sql.startsWith("EXCHANGE") && ++seen[0] == number, () -> failure);
  }

  private ClickHouse failing(Predicate<String> at, Supplier<Throwable> failure) {
    return (ClickHouse)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ClickHouse.class},
            (proxy, method, arguments) -> {
              if (arguments != null
                  && arguments[0] instanceof Statement statement
                  && at.test(statement.sql())) {
                throw failure.get();
              }
              try {
                return method.invoke(engine, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void make(TableName table, String row) {
    engine.execute(Statement.of("DROP TABLE IF EXISTS " + table.sql() + " SYNC"));
    engine.execute(
        Statement.of("CREATE TABLE " + table.sql() + " (r String) ENGINE = MergeTree ORDER BY r"));
    engine.execute(Statement.of("INSERT INTO " + table.sql() + " SELECT '" + row + "'"));
  }

  private String rows(String table) {
    return engine
        .rows(
            Query.of(
                "SELECT r FROM "
                    + pairs.sequencedKeySet().stream()
                        .filter(name -> name.name().equals(table))
                        .findFirst()
                        .orElseThrow()
                        .sql()))
        .single()
        .string("r");
  }
}
