package dev.nightjar.clickhouse.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.clickhouse.block.BlockColumn;
import dev.nightjar.clickhouse.block.StringColumn;
import dev.nightjar.clickhouse.execution.InsertSettings;
import dev.nightjar.clickhouse.testing.ClickHouseProcess;
import dev.nightjar.clickhouse.type.ClickHouseType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Blocks as they go across a network. */
@Timeout(120)
class CompressedInsertTest {
  @TempDir Path directory;

  @Test
  void aCompressedBlockArrivesAsItIs() {
    try (ClickHouseProcess process = new ClickHouseProcess(directory).start();
        RemoteClickHouse clickHouse = RemoteClickHouse.open(process.options());
        Http compressing =
            new Http(process.options(), new Failures(process.options().address()), true)) {
      clickHouse.execute("CREATE TABLE t (s String) ENGINE = MergeTree ORDER BY tuple()");
      BlockBuilder builder =
          new BlockBuilder(List.of(new BlockColumn("s", ClickHouseType.parse("String"))));
      for (int i = 0; i < 100_000; i++) {
        ((StringColumn) builder.column(0)).append(("row " + i).getBytes(UTF_8));
        builder.endRow();
      }
      Insert insert = Insert.of(TableName.of("t"), builder.finish());

      long written =
          compressing.insert(InsertSettings.target(insert), insert.block(), "compressed", Map.of());

      assertThat(written).isEqualTo(100_000);
      assertThat(
              clickHouse
                  .rows(
                      Query.of("SELECT uniqExact(s) AS n, countIf(s = 'row 99999') AS last FROM t"))
                  .single())
          .hasToString("[100000, 1]");
    }
  }
}
