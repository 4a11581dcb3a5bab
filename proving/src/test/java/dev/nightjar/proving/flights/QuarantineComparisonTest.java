package dev.nightjar.proving.flights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.proving.flights.ChangeComparison.Row;
import dev.nightjar.proving.flights.ChangeLog.Event;
import dev.nightjar.proving.flights.Expectation.Span;
import dev.nightjar.proving.flights.QuarantineComparison.Result;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Of seven images in a row two do not fit: those of changes 2, 5, 9, 12, 16. */
class QuarantineComparisonTest {

  private static final Instant START = Instant.parse("2026-01-01T00:10:00Z");

  /** The second table's export: changes up to 5 for certain, none from 12 on. */
  private static final LoadedExport EXPORT =
      new LoadedExport(2, START.plusSeconds(6), START.plusSeconds(11), START.plusSeconds(6));

  private final Flights flights = new Flights(7);
  private final ChangeLog log = new ChangeLog();
  private final QuarantineComparison once = comparison(1, Optional.empty());
  private final QuarantineComparison healed = comparison(2, Optional.empty());
  private final QuarantineComparison swapped = comparison(2, Optional.of(EXPORT));

  QuarantineComparisonTest() {
    for (int number = 1; number <= 16; number++) {
      Instant at = START.plusSeconds(number);
      log.acknowledge(log.begin(), Event.INSERT, number, 0, at, at);
    }
  }

  @Test
  void eachThatDoesNotFitIsThereOnce() {
    shown(once, "EXPORT", 1, 1, 2);
    shown(once, "INSERT", 1, 3, 4, 5);
    entries(once, "EXPORT", 1, 2);
    entries(once, "INSERT", 1, 5);

    assertThat(once.result()).isEqualTo(new Result(2, 0, Optional.empty()));
  }

  @Test
  void oneThatIsMissingOrThereTwiceOrAnotherIsWrong() {
    shown(once, "INSERT", 1, 2, 5, 9);
    entries(once, "INSERT", 1, 5, 5, 12, 3);

    assertThat(once.result().wrong()).as("2 and 9 missing, 5 twice, 12 and 3 more").isEqualTo(5);
  }

  @Test
  void anEntryOfAnotherVersionIsAnother() {
    shown(once, "INSERT", 1, 2);
    once.quarantined("INSERT", version(1, 3), 2);

    assertThat(once.result().wrong()).isEqualTo(2);
  }

  /** A batch was given up after its rows had come in, and before their entries. */
  @Test
  void anOlderGenerationMayLackWhatWasGivenUp() {
    shown(healed, "EXPORT", 1, 2);
    shown(healed, "INSERT", 1, 9);
    shown(healed, "EXPORT", 2, 5);
    entries(healed, "EXPORT", 2, 5);

    assertThat(healed.result().wrong()).as("9 was lost to the stream").isZero();
  }

  @Test
  void anOlderGenerationLacksNoChangeThatTheStreamStillHad() {
    shown(healed, "INSERT", 1, 12);

    assertThat(healed.result().example())
        .contains("the row of change 12 in generation 1 does not fit and is not in the quarantine");
  }

  @Test
  void aTableFromBesideHasWhatItReadBeforeTheSwap() {
    shown(swapped, "EXPORT", 1, 2);
    shown(swapped, "INSERT", 1, 5, 9);
    shown(swapped, "INSERT", 2, 12, 16);
    entries(swapped, "EXPORT", 2, 2, 5);
    entries(swapped, "INSERT", 2, 9, 12, 16);

    assertThat(swapped.result()).isEqualTo(new Result(5, 0, Optional.empty()));
  }

  @Test
  void anEntryThatIsLostOrDoubledInTheTableFromBesideIsSeen() {
    shown(swapped, "INSERT", 2, 16);
    entries(swapped, "EXPORT", 2, 2, 5, 9, 9, 12);
    entries(swapped, "INSERT", 2, 12);

    assertThat(swapped.result().wrong())
        .as("9 twice and missing among the changes, 12 cannot be exported, 16 missing twice")
        .isEqualTo(5);
  }

  @Test
  void whatTheTableFromBesideReadIsWithoutAGap() {
    entries(swapped, "EXPORT", 2, 2, 5);
    entries(swapped, "INSERT", 2, 2, 9, 12, 16);

    assertThat(swapped.result().example())
        .contains("the quarantine lacks change 5, which does not fit");
  }

  @Test
  void whatTheOtherTableHadIsGone() {
    entries(swapped, "EXPORT", 2, 2, 5);
    entries(swapped, "INSERT", 2, 9, 12, 16);
    entries(swapped, "INSERT", 1, 9);

    assertThat(swapped.result().wrong()).isOne();
  }

  private QuarantineComparison comparison(long generation, Optional<LoadedExport> replacement) {
    Span lost = Span.trimmed(START.plusSeconds(8), START.plusSeconds(10));
    Expectation expected = Expectation.healed(Optional.empty(), START, List.of(lost));
    return new QuarantineComparison(log, expected, generation, replacement);
  }

  private void shown(QuarantineComparison to, String event, long generation, int... numbers) {
    for (int number : numbers) {
      to.shown(
          new Row(
              flights.transactionId(number),
              flights.timestamp(number),
              event,
              ItemJson.of(flights.image(number, number)),
              Optional.empty(),
              Optional.of(version(generation, event.equals("EXPORT") ? 1 : number))));
    }
  }

  private static void entries(
      QuarantineComparison to, String event, long generation, int... numbers) {
    for (int number : numbers) {
      to.quarantined(event, version(generation, event.equals("EXPORT") ? 1 : number), number);
    }
  }

  private static BigInteger version(long generation, long number) {
    return BigInteger.valueOf(generation)
        .shiftLeft(ItemOrder.GENERATION_SHIFT)
        .add(BigInteger.valueOf(number));
  }
}
