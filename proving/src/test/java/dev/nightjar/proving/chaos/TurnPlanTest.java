package dev.nightjar.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnPlanTest {

  @Test
  void whatIsLeftIsSharedByThoseThatAreYetToCome() {
    TurnPlan plan = new TurnPlan(Duration.ofMinutes(18), 4, true);

    assertThat(plan.shortage()).isEmpty();
    assertThat(plan.share(4, Duration.ZERO)).isEqualTo(Duration.ofSeconds(270));
    assertThat(plan.share(2, Duration.ofMinutes(12))).isEqualTo(Duration.ofMinutes(3));
    assertThat(plan.share(1, Duration.ofMinutes(12))).as("the last").isEqualTo(plan.time());
    assertThat(plan.share(0, Duration.ofMinutes(12))).as("a second turn").isEqualTo(plan.time());
  }

  @Test
  void whereTheTimeIsTooShortForAllThatIsSaid() {
    TurnPlan plan = new TurnPlan(Duration.ofMinutes(10), 4, true);

    assertThat(plan.shortage())
        .contains("The time may not be enough for all 4 misfortunes; --minutes 16 is.");
    assertThat(plan.share(4, Duration.ZERO)).isEqualTo(plan.time());
    assertThat(new TurnPlan(Duration.ofMinutes(3), 1, true).shortage()).isEmpty();
    assertThat(new TurnPlan(Duration.ofMinutes(10), 4, false).shortage()).isEmpty();
  }
}
