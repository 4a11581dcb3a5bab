package dev.nightjar.clickhouse.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.clickhouse.block.BlockColumn;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.clickhouse.block.StringColumn;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.clickhouse.type.ClickHouseType;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

public abstract class InsertContract {

  @Test
  void storesOneBlockAsOnePart(TestDatabase database) {
    database.execute(
        "CREATE TABLE big (id Int64, s String) ENGINE = MergeTree ORDER BY id"
            + " SETTINGS non_replicated_deduplication_window = 10");
    int rows = 2_500_000;

    InsertResult result =
        database.clickHouse().insert(Insert.of(database.table("big"), block(0, rows)).token("t"));

    assertThat(result.rows()).isEqualTo(rows);
    assertThat(result.rowsWritten()).isEqualTo(rows);
    assertThat(
            database.rows(
                "SELECT concat(toString(rows), ' ', name) FROM system.parts WHERE database ="
                    + " currentDatabase() AND table = 'big' AND active"))
        .containsExactly(rows + " all_1_1_0");
    assertThat(database.text("SELECT uniqExact(id), sum(length(s)) FROM big"))
        .isEqualTo(rows + "\t" + 3 * rows);
  }

  @Test
  void dropsASecondInsertWithTheSameToken(TestDatabase database) {
    database.execute(
        "CREATE TABLE once (id Int64, s String) ENGINE = MergeTree ORDER BY id"
            + " SETTINGS non_replicated_deduplication_window = 10");
    Insert insert = Insert.of(database.table("once"), block(0, 5)).token("it's a token");

    database.clickHouse().insert(insert);
    database.clickHouse().insert(insert);
    assertThat(database.text("SELECT count() FROM once")).isEqualTo("5");

    database.clickHouse().insert(insert.token("another"));
    assertThat(database.text("SELECT count() FROM once")).isEqualTo("10");
  }

  @Test
  void feedsMaterializedViews(TestDatabase database) {
    database.execute("CREATE TABLE source (id Int64, s String) ENGINE = MergeTree ORDER BY id");
    database.execute("CREATE TABLE target (n UInt64) ENGINE = MergeTree ORDER BY n");
    database.execute("CREATE MATERIALIZED VIEW view TO target AS SELECT count() AS n FROM source");

    InsertResult result =
        database.clickHouse().insert(Insert.of(database.table("source"), block(0, 100_000)));

    assertThat(result.rowsWritten()).isEqualTo(100_001);
    assertThat(database.text("SELECT n FROM target")).isEqualTo("100000");
  }

  @Test
  void keepsTheSourcesRowsWhenAViewFails(TestDatabase database) {
    database.execute("CREATE TABLE kept (id Int64, s String) ENGINE = MergeTree ORDER BY id");
    database.execute("CREATE TABLE never (id Int64) ENGINE = MergeTree ORDER BY id");
    database.execute(
        "CREATE MATERIALIZED VIEW failing TO never AS SELECT throwIf(id >= 0) AS id FROM kept");

    assertThatThrownBy(
            () -> database.clickHouse().insert(Insert.of(database.table("kept"), block(0, 3))))
        .isInstanceOfSatisfying(
            ClickHouseException.class, e -> assertThat(e.code()).isEqualTo(395));

    assertThat(database.text("SELECT count() FROM kept")).isEqualTo("3");
  }

  @Test
  void saysWhichTableOrColumnIsUnknown(TestDatabase database) {
    database.execute("CREATE TABLE narrow (id Int64) ENGINE = MergeTree ORDER BY id");

    assertThatThrownBy(
            () -> database.clickHouse().insert(Insert.of(database.table("absent"), block(0, 1))))
        .isInstanceOfSatisfying(
            ClickHouseException.class,
            e -> {
              assertThat(e.code()).isEqualTo(60);
              assertThat(e.name()).isEqualTo("UNKNOWN_TABLE");
              assertThat(e).hasMessageContaining("absent");
            });
    assertThatThrownBy(
            () -> database.clickHouse().insert(Insert.of(database.table("narrow"), block(0, 1))))
        .isInstanceOfSatisfying(
            ClickHouseException.class,
            e -> assertThat(e.name()).isEqualTo("NO_SUCH_COLUMN_IN_TABLE"));
  }

  @Test
  void refusesABlockThatDoesNotConvert(TestDatabase database) {
    database.execute("CREATE TABLE numbers (s Int64) ENGINE = MergeTree ORDER BY s");
    BlockBuilder builder =
        new BlockBuilder(List.of(new BlockColumn("s", ClickHouseType.parse("String"))));
    ((StringColumn) builder.column(0)).append("no number".getBytes(UTF_8));
    builder.endRow();

    assertThatThrownBy(() ->
            database.clickHouse().insert(Insert.of(database.table("numbers"), builder.finish())))
        .isInstanceOf(ClickHouseException.class);

    assertThat(database.text("SELECT count() FROM numbers")).isEqualTo("0");
  }

  @Test
  void writesOddNames(TestDatabase database) {
    String odd = "it's `odd` \"name\" \\ 🦉";
    database.execute(
        "CREATE TABLE odd ("
            + dev.nightjar.clickhouse.Sql.identifier(odd)
            + " Int64)"
            + " ENGINE = MergeTree ORDER BY tuple()");
    BlockBuilder builder =
        new BlockBuilder(List.of(new BlockColumn(odd, ClickHouseType.parse("Int64"))));
    ((FixedColumn) builder.column(0)).append(1);
    builder.endRow();

    database.clickHouse().insert(Insert.of(database.table("odd"), builder.finish()));

    assertThat(database.text("SELECT * FROM odd")).isEqualTo("1");
  }

  @Test
  void insertsNothingForAnEmptyBlock(TestDatabase database) {
    assertThat(database.clickHouse().insert(Insert.of(database.table("any"), block(0, 0))).rows())
        .isZero();
  }

  @Test
  void anInterruptedCallerStillLearnsTheOutcome(TestDatabase database) throws Exception {
    database.execute("CREATE TABLE calm (id Int64, s String) ENGINE = MergeTree ORDER BY id");
    AtomicReference<InsertResult> result = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();

    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              Thread.currentThread().interrupt();
              result.set(
                  database.clickHouse().insert(Insert.of(database.table("calm"), block(0, 7))));
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    caller.join();

    assertThat(result.get().rows()).isEqualTo(7);
    assertThat(interrupted.get()).isTrue();
    assertThat(database.text("SELECT count() FROM calm")).isEqualTo("7");
  }

  private static dev.nightjar.clickhouse.block.NativeBlock block(int from, int rows) {
    BlockBuilder builder =
        new BlockBuilder(
            List.of(
                new BlockColumn("id", ClickHouseType.parse("Int64")),
                new BlockColumn("s", ClickHouseType.parse("String"))));
    byte[] text = "abc".getBytes(UTF_8);
    for (int i = from; i < from + rows; i++) {
      ((FixedColumn) builder.column(0)).append(i);
      ((StringColumn) builder.column(1)).append(text);
      builder.endRow();
    }
    return builder.finish();
  }
}
