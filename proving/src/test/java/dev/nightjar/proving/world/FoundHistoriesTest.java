package dev.nightjar.proving.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.proving.world.script.Amount;
import dev.nightjar.proving.world.script.Event;
import dev.nightjar.proving.world.script.Event.Aim;
import dev.nightjar.proving.world.script.ExportPlan;
import dev.nightjar.proving.world.script.History;
import dev.nightjar.proving.world.script.ItemKey;
import dev.nightjar.proving.world.script.Sabotage;
import dev.nightjar.proving.world.script.Setting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories that once broke a promise, made small by the shrinker. */
class FoundHistoriesTest {
  private static final Setting SETTING =
      new Setting(
          true,
          Duration.ZERO,
          Duration.ofMinutes(10),
          1,
          Duration.ofHours(4),
          27,
          3,
          2_000,
          Duration.ofMillis(900),
          false,
          Duration.ofMillis(1_797),
          Duration.ZERO,
          Duration.ofSeconds(17),
          4,
          Duration.ofMillis(10),
          List.of(new ExportPlan(Duration.ofSeconds(150), 3, ExportPlan.Fate.SOUND)));

  /** Seed 1450: after the state database was lost, LIVE was said before the tombstones were in. */
  @Test
  void aMirrorWhoseStateIsLostSaysNothingOfHavingAllBeforeItsTombstonesAreIn() {
    Setting setting =
        new Setting(
            false,
            Duration.ZERO,
            Duration.parse("PT1H7M6S"),
            1,
            Duration.parse("PT4H53M"),
            24,
            4,
            2_000,
            Duration.parse("PT0.9S"),
            false,
            Duration.parse("PT1.591S"),
            Duration.ZERO,
            Duration.ofSeconds(22),
            65_536,
            Duration.ofMillis(10),
            List.of(new ExportPlan(Duration.parse("PT5M32S"), 3, ExportPlan.Fate.SOUND)));
    requireSound(
        1450,
        setting,
        put("PT1H27M9.539S", new ItemKey("e", "4")),
        new Event.LedgerLost(
            Duration.parse("PT1H27M25.601S"), Aim.LOADING, 0, Duration.parse("PT1M39S")),
        new Event.TableReplaced(Duration.parse("PT1H42M59.986S"), Duration.parse("PT1M13S")),
        put("PT1H58M41.128S", new ItemKey("c", "2")));
  }

  /** Seed 1507: a power cut that took the list of deleted items ended in an internal error. */
  @Test
  void aPowerCutThatTakesTheListOfDeletedItemsIsHealed() {
    for (int crossings = 0; crossings < 40; crossings++) {
      requireSound(
          1507,
          SETTING,
          put("PT15M19S", new ItemKey("d", "3")),
          new Event.TableReplaced(Duration.ofMinutes(16), Duration.ofMinutes(5)),
          new Event.TailLost(
              Duration.ofMinutes(21), Aim.TOMBSTONES, crossings, 3, Duration.ofSeconds(5)),
          put("PT31M29S", new ItemKey("c", "2")));
    }
  }

  private static Event put(String at, ItemKey key) {
    return new Event.Write(Duration.parse(at), key, Event.WriteKind.PUT, Amount.FITS);
  }

  private static void requireSound(long seed, Setting setting, Event... events) {
    try (Ledgers ledgers = new Ledgers()) {
      Finding found =
          new Simulation(new History(seed, setting, List.of(events)), Sabotage.NONE, ledgers).run();
      assertThat(found.violation()).as(String.join("\n", found.lines())).isEmpty();
      assertThat(found.state()).isEqualTo("LIVE");
      assertThat(found.healings()).isPositive();
    }
  }
}
