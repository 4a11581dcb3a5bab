package dev.nightjar.server.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.server.http.HttpProblem;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deleting rows, waited for and broken off. */
@ExtendWith(EmbeddedEngine.class)
class MutationTest {
  private ClickHouse engine;
  private TableName table;

  @BeforeEach
  void makeTable(TestDatabase database) {
    engine = EmbeddedEngine.shared();
    table = new TableName(database.name(), "rows");
    engine.execute(
        "CREATE OR REPLACE TABLE " + table.sql() + " (k UInt64) ENGINE = MergeTree ORDER BY k");
  }

  private void fill(long rows) {
    engine.execute("INSERT INTO " + table.sql() + " SELECT number FROM numbers(" + rows + ")");
  }

  private Statement deletion(String condition) {
    return Statement.of("ALTER TABLE " + table.sql() + " DELETE WHERE " + condition)
        .setting("mutations_sync", "2");
  }

  private long number(String sql) {
    return engine.rows(Query.of(sql)).single().number("n");
  }

  private long unfinished() {
    return number(
        "SELECT count() AS n FROM system.mutations WHERE NOT is_done AND database = '"
            + table.database()
            + "'");
  }

  @Test
  void theRowsAreGoneWhenItReturns() {
    fill(10);

    new Mutation(engine).run(table, deletion("k < 3"));

    assertThat(number("SELECT count() AS n FROM " + table.sql())).isEqualTo(7);
  }

  @Test
  void oneThatFailsIsNotTriedAgain() {
    fill(10);

    assertThatThrownBy(() -> new Mutation(engine).run(table, deletion("throwIf(k = 5) = 1")))
        .isInstanceOf(ClickHouseException.class);

    assertThat(unfinished()).isZero();
    assertThat(number("SELECT count() AS n FROM " + table.sql())).isEqualTo(10);
  }

  @Test
  void anInterruptEndsIt() {
    fill(5_000_000);
    CompletableFuture<RuntimeException> ended = new CompletableFuture<>();
    Thread deleting =
        Thread.ofPlatform()
            .start(() -> {
              try {
                new Mutation(engine)
                    .run(table, deletion("sipHash64(repeat(toString(k), 500)) = 1 OR k = 1"));
                ended.completeExceptionally(new AssertionError("it came to its end"));
              } catch (RuntimeException e) {
                ended.complete(e);
              }
            });
    await().atMost(Duration.ofSeconds(30)).until(() -> unfinished() == 1);

    deleting.interrupt();

    assertThat(ended.join())
        .isInstanceOf(HttpProblem.class)
        .hasMessageContaining("some of the rows may be gone");
    assertThat(unfinished()).isZero();
    assertThat(number("SELECT count() AS n FROM " + table.sql())).isEqualTo(5_000_000);
  }
}
