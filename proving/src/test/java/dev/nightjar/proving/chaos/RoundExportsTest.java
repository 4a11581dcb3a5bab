package dev.nightjar.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.proving.flights.FlightTable.Export;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoundExportsTest {
  private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:10.500Z");

  @Test
  void aBoundaryMayBeNoLaterThanWhatTheFirstExportHasForCertain() {
    RoundExports exports = exports(export(60), export(300), export(-100));
    Instant certain = BEGUN.plusSeconds(60).minusSeconds(60);

    assertThat(exports.unsound(Optional.of(certain))).isEmpty();
    assertThat(exports.unsound(Optional.of(certain.plusMillis(1))).orElseThrow())
        .startsWith("the boundary " + certain.plusMillis(1) + " is later than what an export of");
  }

  @Test
  void aBoundaryWithoutAnExportIsNone() {
    assertThat(exports(export(-100)).unsound(Optional.of(BEGUN))).isPresent();
    assertThat(exports(export(-100)).unsound(Optional.empty())).isEmpty();
  }

  @Test
  void whatAnExportMayLackIsOfItsGenerationOrALaterOne() {
    RoundExports exports = exports(export(900), export(60), export(300), export(-100));

    assertThat(exports.lowestGenerations(5))
        .containsExactly(
            Map.entry(BEGUN, 1L),
            Map.entry(BEGUN.plusSeconds(240), 2L),
            Map.entry(BEGUN.plusSeconds(840), 5L));
  }

  private static RoundExports exports(Export... all) {
    return RoundExports.since(BEGUN, List.of(all));
  }

  private static Export export(long secondsLater) {
    return new Export(BEGUN.plusSeconds(secondsLater), BEGUN.plusSeconds(secondsLater));
  }
}
