package dev.nightjar.clickhouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryStream;
import dev.nightjar.clickhouse.contract.CancellingContract;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedEngine.class)
class EmbeddedCancellingTest extends CancellingContract {

  @Test
  void countsTheRowsOfAStream(ClickHouse clickHouse) throws IOException {
    Query query = Query.of("SELECT number FROM numbers(300000)").withFormat("TSV");

    try (QueryStream stream = clickHouse.stream(query)) {
      stream.transferTo(OutputStream.nullOutputStream());
      assertThat(stream.statistics().resultRows()).isEqualTo(300_000);
    }
  }
}
