package dev.nightjar.clickhouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.contract.ClickHouseContract;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedEngine.class)
class EmbeddedClickHouseTest extends ClickHouseContract {
  @Test
  void keepsTheEnginesCachesSmall(ClickHouse clickHouse) {
    long bytes =
        clickHouse
            .rows(
                Query.of(
                    "SELECT sum(toUInt64(value)) AS bytes FROM system.server_settings WHERE name IN"
                        + " ('mark_cache_size', 'primary_index_cache_size',"
                        + " 'index_mark_cache_size', 'query_condition_cache_size',"
                        + " 'uncompressed_cache_size')"))
            .single()
            .number("bytes");

    assertThat(bytes).isEqualTo(352L << 20);
  }

  @Test
  void showsAStatementByTheIdThatWasAskedFor(ClickHouse clickHouse) {
    try (var stream =
        clickHouse.stream(
            Query.builder("SELECT number FROM system.numbers")
                .id("it's mine")
                .setting("log_comment", "not this")
                .build())) {
      assertThat(stream.next()).isPresent();
      assertThat(
              clickHouse
                  .rows(
                      Query.of(
                          "SELECT query FROM system.processes"
                              + " WHERE Settings['log_comment'] = 'it\\'s mine'"))
                  .single()
                  .string("query"))
          .contains("system.numbers");
    }
  }
}
