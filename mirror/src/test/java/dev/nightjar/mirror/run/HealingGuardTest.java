package dev.nightjar.mirror.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.mirror.state.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When another export is paid for without asking. */
class HealingGuardTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final long BYTES = 250L << 30;

  @Test
  void theFirstOfItsKindIsHealed() {
    assertThat(objection(waiting("export_failed", false), begun("resync", Duration.ofHours(1))))
        .isEmpty();
  }

  @Test
  void theSecondWithinADayIsNotAndSaysWhatItWouldCost() {
    assertThat(
            objection(
                waiting("export_failed", false), begun("export_failed", Duration.ofHours(23))))
        .hasValueSatisfying(text ->
            assertThat(text).contains("what happened", "$25.00", "`nightjar resync orders`"));
  }

  @Test
  void aDayLaterItIsHealedAgain() {
    assertThat(
            objection(
                waiting("export_failed", false), begun("export_failed", Duration.ofHours(24))))
        .isEmpty();
  }

  @Test
  void aPersonsWordIsEnough() {
    assertThat(
            objection(waiting("export_failed", true), begun("export_failed", Duration.ofHours(1))))
        .isEmpty();
  }

  @Test
  void aRequestThatWasNeverAnsweredHasCostNothing() {
    assertThat(
            objection(
                waiting("export_unanswered", false),
                begun("export_unanswered", Duration.ofHours(9))))
        .isEmpty();
  }

  private static Optional<String> objection(Gap waiting, Gap earlier) {
    return HealingGuard.objection(waiting, List.of(earlier, waiting), NOW, BYTES, "orders");
  }

  private static Gap waiting(String cause, boolean byPerson) {
    return gap(2, cause, byPerson, Optional.empty());
  }

  private static Gap begun(String cause, Duration ago) {
    return gap(1, cause, false, Optional.of(NOW.minus(ago)));
  }

  private static Gap gap(long number, String cause, boolean byPerson, Optional<Instant> begun) {
    return new Gap(
        "m",
        number,
        cause,
        "what happened.",
        1,
        NOW,
        byPerson,
        false,
        0,
        begun.map(_ -> 2L),
        begun,
        Optional.empty());
  }
}
