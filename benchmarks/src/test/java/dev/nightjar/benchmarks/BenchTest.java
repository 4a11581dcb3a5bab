package dev.nightjar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.benchmarks.PartProcess.Kind;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class BenchTest {
  private final JsonMapper mapper = new JsonMapper();

  @Test
  void theFiguresOfThePartsStandBesideEachOther() {
    ObjectNode measured = mapper.createObjectNode();
    ObjectNode backfill =
        mapper.createObjectNode().put("clickhouse", "26.7.2.1").put("backfill_rows_per_second", 9);

    Bench.take(measured, Kind.BACKFILL, backfill);
    Bench.take(measured, Kind.TAILING, mapper.createObjectNode().put(Summary.PEAK_HEAP, 200));
    Bench.take(measured, Kind.WHOLE, mapper.createObjectNode().put(Summary.PEAK_HEAP, 90));

    assertThat(measured.path("clickhouse").asString()).isEqualTo("26.7.2.1");
    assertThat(measured.path("backfill_rows_per_second").asInt()).isEqualTo(9);
    assertThat(measured.path(Summary.PEAK_HEAP).asInt()).isEqualTo(200);
    assertThat(measured.path("backfill")).isEqualTo(backfill);
  }
}
