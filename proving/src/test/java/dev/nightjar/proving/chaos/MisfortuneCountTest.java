package dev.nightjar.proving.chaos;

import static dev.nightjar.proving.chaos.MisfortuneKind.RECOVERY_OFF;
import static dev.nightjar.proving.chaos.MisfortuneKind.STREAM_TRIMMED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was asked for and did not come proves nothing. */
class MisfortuneCountTest {
  private final MisfortuneCount count = new MisfortuneCount();

  @Test
  void whatDidNotComeInARoundThatHadTheTimeIsMissed() {
    count.round(STREAM_TRIMMED, true, true);
    count.round(STREAM_TRIMMED, false, true);
    count.round(RECOVERY_OFF, true, false);

    assertThat(count.came()).isEqualTo(Map.of("stream-trimmed", 1L, "recovery-off", 1L));
    assertThat(count.missed()).isEqualTo(Map.of("stream-trimmed", 1L));
  }

  @Test
  void whatTheEndOfTheRunCutOffIsNot() {
    count.round(STREAM_TRIMMED, false, false);
    count.run(List.of(STREAM_TRIMMED), Duration.ofMinutes(3));

    assertThat(count.missed()).isEmpty();
  }

  @Test
  void whatNeverCameInARunWithTheTimeForAllIsMissed() {
    count.round(STREAM_TRIMMED, true, true);

    count.run(List.of(STREAM_TRIMMED, RECOVERY_OFF), Duration.ofMinutes(7));
    assertThat(count.missed()).as("there was no time for two").isEmpty();
    count.run(List.of(STREAM_TRIMMED, RECOVERY_OFF), Duration.ofMinutes(8));
    assertThat(count.missed()).isEqualTo(Map.of("recovery-off", 0L));
  }
}
