package dev.nightjar.proving.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LowestGenerationsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void aChangeOfAnExportsLastMinuteMustWinOverItWhicheverExportFollows() {
    LowestGenerations generations = new LowestGenerations();
    generations.exported(3, NOON.plusSeconds(7200));
    generations.exported(2, NOON);

    assertThat(generations.of(NOON.minusSeconds(61))).isZero();
    assertThat(generations.of(NOON.minusSeconds(60))).isEqualTo(2);
    assertThat(generations.of(NOON.plusSeconds(3600))).as("between two exports").isEqualTo(2);
    assertThat(generations.of(NOON.plusSeconds(7200))).isEqualTo(3);
  }
}
