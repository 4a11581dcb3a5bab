package dev.nightjar.proving.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.proving.world.script.Event;
import dev.nightjar.proving.world.script.Event.Aim;
import dev.nightjar.proving.world.script.ExportPlan;
import dev.nightjar.proving.world.script.History;
import dev.nightjar.proving.world.script.Setting;
import dev.nightjar.proving.world.script.Trouble;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HindrancesTest {

  /** A mirror that falls silent while an export of 30 hours is made does so by its own fault. */
  @Test
  void aLongExportKeepsNobodyFromReading() {
    Hindrances hindrances = of();

    assertThat(hindrances.mayLoseChanges()).isFalse();
    assertThat(hindrances.mayLoseToken()).isFalse();
  }

  @Test
  void aServerThatIsDownForADayMayLoseChanges() {
    assertThat(of(kill(Duration.ofHours(23))).mayLoseChanges()).isTrue();
    assertThat(of(kill(Duration.ofHours(21))).mayLoseChanges()).isFalse();
  }

  @Test
  void whatKeepsAMirrorFromReadingAddsUp() {
    Hindrances hindrances =
        of(
            wrong(Trouble.STREAM_FAILS, Duration.ofHours(12)),
            wrong(Trouble.CLICKHOUSE_AWAY, Duration.ofHours(8)),
            new Event.Pause(Duration.ofMinutes(1), Duration.ofHours(3)));

    assertThat(hindrances.mayLoseChanges()).isTrue();
  }

  @Test
  void failingExportCallsCostATokenAndNoChanges() {
    Hindrances hindrances = of(wrong(Trouble.EXPORT_CALLS_FAIL, Duration.ofHours(23)));

    assertThat(hindrances.mayLoseToken()).isTrue();
    assertThat(hindrances.mayLoseChanges()).isFalse();
  }

  private static Event kill(Duration down) {
    return new Event.Kill(Duration.ofMinutes(1), Aim.ANYTHING, 0, down);
  }

  private static Event wrong(Trouble trouble, Duration duration) {
    return new Event.Wrong(Duration.ofMinutes(1), trouble, duration, 100);
  }

  private static Hindrances of(Event... events) {
    Setting setting =
        new Setting(
            false,
            Duration.ZERO,
            Duration.ofMinutes(1),
            1,
            Duration.ofHours(4),
            21,
            3,
            2_000,
            Duration.ofMillis(900),
            false,
            Duration.ofMillis(300),
            Duration.ZERO,
            Duration.ofMinutes(5),
            4,
            Duration.ofMillis(10),
            List.of(new ExportPlan(Duration.ofHours(30), 1, ExportPlan.Fate.SOUND)));
    return new Hindrances(new History(1, setting, List.of(events)));
  }
}
