package dev.nightjar.clickhouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.MergePause;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedEngine.class)
class StoppedMergesTest {
  @Test
  void partsStayApartUntilThePauseEnds(TestDatabase database) {
    database.execute("CREATE TABLE paused (n UInt64) ENGINE = MergeTree ORDER BY n");
    ClickHouse clickHouse = database.clickHouse();
    TableName table = database.table("paused");

    MergePause pause = clickHouse.pauseMerges(table);
    for (int i = 0; i < 20; i++) {
      database.execute("INSERT INTO paused VALUES (" + i + ")");
    }
    assertThatThrownBy(() -> database.execute("OPTIMIZE TABLE paused FINAL"))
        .isInstanceOf(ClickHouseException.class)
        .hasMessageContaining("Cancelled merging parts");
    assertThat(parts(clickHouse, table)).isEqualTo(20);

    pause.close();
    pause.close();
    database.execute("OPTIMIZE TABLE paused FINAL");
    assertThat(parts(clickHouse, table)).isEqualTo(1);
  }

  @Test
  void aTableThatGoesMeanwhileIsNoTrouble(TestDatabase database) {
    ClickHouse clickHouse = database.clickHouse();
    database.execute("CREATE TABLE dropped (n UInt64) ENGINE = MergeTree ORDER BY n");
    MergePause pause = clickHouse.pauseMerges(database.table("dropped"));
    database.execute("DROP TABLE dropped SYNC");
    assertThatCode(pause::close).doesNotThrowAnyException();
  }

  private static long parts(ClickHouse clickHouse, TableName table) {
    return clickHouse
        .rows(
            Query.of(
                "SELECT count() AS parts FROM system.parts WHERE active AND database = '"
                    + table.database()
                    + "' AND table = '"
                    + table.name()
                    + "'"))
        .single()
        .number("parts");
  }
}
