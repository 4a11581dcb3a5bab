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
import dev.nightjar.proving.world.script.Trouble;
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

  /** Seed 277: an empty page before a record was taken for the tip of the stream. */
  @Test
  void whatIsTrimmedInSilenceBehindAnEmptyPageIsMissedAfterARestart() {
    Setting setting =
        new Setting(
            false,
            Duration.ZERO,
            Duration.ofSeconds(28),
            1,
            Duration.parse("PT4H45M"),
            35,
            4,
            1 << 20,
            Duration.parse("PT0.9S"),
            true,
            Duration.parse("PT0.3S"),
            Duration.ZERO,
            Duration.parse("PT4M48S"),
            2,
            Duration.parse("PT0.364S"),
            List.of(new ExportPlan(Duration.parse("PT1M48S"), 3, ExportPlan.Fate.SOUND)));
    requireSound(
        277,
        setting,
        new Event.Roll(Duration.parse("PT8M28.82S"), 48),
        new Event.Wrong(
            Duration.parse("PT9M22.592S"), Trouble.STREAM_FAILS, Duration.parse("PT21H38M"), 100),
        put("PT9M22.87S", new ItemKey("g", "1")),
        new Event.Wrong(
            Duration.parse("PT21H47M22.592S"),
            Trouble.PAGES_EMPTY,
            Duration.parse("PT14M45S"),
            100),
        new Event.Kill(
            Duration.parse("PT22H1M7.592S"), Aim.ANYTHING, 3, Duration.parse("PT6H47M")));
  }

  /** Seed 362: a shard went on while what ClickHouse had lost of its parent was read again. */
  @Test
  void whatContinuesAShardWaitsUntilItsLostBatchesAreInAgain() {
    Setting setting =
        new Setting(
            false,
            Duration.parse("PT1M39S"),
            Duration.parse("PT5M42S"),
            3,
            Duration.parse("PT11M11S"),
            22,
            3,
            2_000,
            Duration.ofSeconds(18),
            false,
            Duration.parse("PT0.3S"),
            Duration.ZERO,
            Duration.ofSeconds(6),
            1,
            Duration.parse("PT0.045S"),
            List.of(new ExportPlan(Duration.parse("PT5M30S"), 2, ExportPlan.Fate.SOUND)));
    ItemKey a = new ItemKey("a", "0");
    ItemKey c = new ItemKey("c", "2");
    Finding found =
        run(
            362,
            setting,
            new Event.Kill(Duration.parse("PT6M49.412S"), Aim.ANYTHING, 56, Duration.ofSeconds(12)),
            new Event.Kill(Duration.parse("PT6M57.436S"), Aim.ANYTHING, 7, Duration.ofSeconds(9)),
            put("PT7M29.264S", a),
            new Event.Write(Duration.parse("PT11M2.718S"), a, Event.WriteKind.DELETE, Amount.FITS),
            put("PT11M3.057S", c),
            put("PT11M3.188S", c),
            put("PT11M40.137S", new ItemKey("d", "3")),
            new Event.Wrong(
                Duration.parse("PT13M10.095S"), Trouble.ROLE_LOST, Duration.parse("PT4M24S"), 100),
            new Event.TailLost(
                Duration.parse("PT13M16.138S"), Aim.ANYTHING, 6, 4, Duration.ofSeconds(5)),
            put("PT15M4.378S", a),
            put("PT15M4.541S", c));
    assertThat(found.violation()).as(String.join("\n", found.lines())).isEmpty();
  }

  /** Seed 4352: an export of the stream's first minute may lack what came before the stream. */
  @Test
  void aStreamThatIsYoungerThanItsTableIsWaitedForHoweverCloseTheyAre() {
    Setting setting =
        new Setting(
            true,
            Duration.ofSeconds(2),
            Duration.ofSeconds(16),
            1,
            Duration.parse("PT4H23M"),
            37,
            22,
            2_000,
            Duration.ofSeconds(19),
            true,
            Duration.parse("PT0.3S"),
            Duration.ZERO,
            Duration.ofSeconds(24),
            65_536,
            Duration.parse("PT0.184S"),
            List.of(new ExportPlan(Duration.parse("PT4M6S"), 3, ExportPlan.Fate.SOUND)));
    Finding found = run(4352, setting, put("PT1.832S", new ItemKey("b", "1")));
    assertThat(found.violation()).as(String.join("\n", found.lines())).isEmpty();
    assertThat(found.state()).isEqualTo("LIVE");
  }

  /** Seed 7146: what refused deployments had noted was taken for an earlier mirror's rows. */
  @Test
  void deploymentsThatWereRefusedLeaveNothingToHeal() {
    Setting setting =
        new Setting(
            false,
            Duration.parse("PT2M24S"),
            Duration.parse("PT5M22S"),
            3,
            Duration.parse("PT18M1S"),
            38,
            3,
            1 << 20,
            Duration.parse("PT0.9S"),
            false,
            Duration.parse("PT0.3S"),
            Duration.ZERO,
            Duration.ofSeconds(22),
            6,
            Duration.parse("PT0.346S"),
            List.of(new ExportPlan(Duration.parse("PT4M56S"), 3, ExportPlan.Fate.SOUND)));
    Finding found =
        run(
            7146,
            setting,
            new Event.Wrong(
                Duration.parse("PT5M30.291S"), Trouble.ROLE_LOST, Duration.parse("PT1M36S"), 46));
    assertThat(found.violation()).as(String.join("\n", found.lines())).isEmpty();
    assertThat(found.lines()).anyMatch(line -> line.contains("the deployment was refused"));
    assertThat(found.healings()).isZero();
  }

  /** Seed 10010: two losses of the state, the second before a row of the new generation was in. */
  @Test
  void aMirrorThatLosesItsStateTwiceMayBringAChangeInThreeTimes() {
    Setting setting =
        new Setting(
            true,
            Duration.ZERO,
            Duration.ofSeconds(21),
            3,
            Duration.parse("PT4H16M"),
            36,
            2,
            2_000,
            Duration.parse("PT0.9S"),
            false,
            Duration.parse("PT3.692S"),
            Duration.ZERO,
            Duration.ofSeconds(29),
            6,
            Duration.ofMillis(10),
            List.of(new ExportPlan(Duration.parse("PT4M40S"), 3, ExportPlan.Fate.SOUND)));
    requireSound(
        10_010,
        setting,
        new Event.LedgerLost(
            Duration.parse("PT13M36.055S"), Aim.EXPORT, 105, Duration.ofSeconds(56)),
        put("PT32M44.813S", new ItemKey("g", "1")),
        new Event.LedgerLost(
            Duration.parse("PT43M30.208S"), Aim.ANYTHING, 5, Duration.ofSeconds(53)),
        put("PT45M22.469S", new ItemKey("b", "1")));
  }

  /** Seed 22450: an insert that ran when the power went came in after it, and hid what was lost. */
  @Test
  void aPowerCutEndsTheInsertsThatRun() {
    Setting setting =
        new Setting(
            true,
            Duration.parse("PT2M13S"),
            Duration.parse("PT6M25S"),
            1,
            Duration.parse("PT3H28M"),
            24,
            3,
            1 << 20,
            Duration.ofSeconds(3),
            false,
            Duration.parse("PT0.3S"),
            Duration.ZERO,
            Duration.ofSeconds(28),
            65_536,
            Duration.ofMillis(10),
            List.of(new ExportPlan(Duration.parse("PT5M25S"), 1, ExportPlan.Fate.SOUND)));
    Finding found =
        run(
            22_450,
            setting,
            put("PT2M59.688S", new ItemKey("c", "2"), Amount.ABSENT),
            put("PT3M7.336S", new ItemKey("f", "0"), Amount.TOO_LARGE),
            put("PT3M24.138S", new ItemKey("f", "0")),
            put("PT3M24.525S", new ItemKey("d", "3")),
            put("PT3M24.534S", new ItemKey("e", "4")),
            put("PT3M32.363S", new ItemKey("a", "0")),
            put("PT3M47.346S", new ItemKey("f", "0")),
            put("PT10M24.798S", new ItemKey("h", "2")),
            put("PT10M37.094S", new ItemKey("g", "1")),
            put("PT11M6.121S", new ItemKey("i", "3")),
            new Event.Write(
                Duration.parse("PT11M13.404S"),
                new ItemKey("f", "0"),
                Event.WriteKind.DELETE,
                Amount.FITS),
            put("PT11M51.014S", new ItemKey("d", "3")),
            new Event.Wrong(
                Duration.parse("PT12M4.237S"),
                Trouble.CLICKHOUSE_TIMES_OUT,
                Duration.parse("PT2M41S"),
                100),
            put("PT12M17.612S", new ItemKey("c", "2")),
            put("PT12M17.754S", new ItemKey("d", "3"), Amount.TOO_LARGE),
            new Event.TailLost(
                Duration.parse("PT13M21.304S"), Aim.ANYTHING, 9, 4, Duration.ofSeconds(5)));
    assertThat(found.violation()).as(String.join("\n", found.lines())).isEmpty();
    assertThat(found.state()).isEqualTo("LIVE");
  }

  /** Seed 925: an insert came into a ClickHouse that had come back without the one before it. */
  @Test
  void whatComesInAfterARestartOfClickHouseDoesNotHideWhatWasLost() {
    Setting setting =
        new Setting(
            false,
            Duration.ZERO,
            Duration.ofSeconds(5),
            2,
            Duration.parse("PT3H51M"),
            40,
            3,
            1 << 20,
            Duration.parse("PT0.9S"),
            true,
            Duration.parse("PT0.3S"),
            Duration.ZERO,
            Duration.ofSeconds(6),
            5,
            Duration.parse("PT0.233S"),
            List.of(new ExportPlan(Duration.parse("PT1M39S"), 3, ExportPlan.Fate.SOUND)));
    ItemKey b = new ItemKey("b", "1");
    Finding found =
        run(
            925,
            setting,
            put("PT12M19.134S", b),
            new Event.ClickHouseRestarted(Duration.parse("PT12M43.902S"), Aim.INSERTING, 0, 3),
            put("PT12M44.301S", b),
            new Event.Write(
                Duration.parse("PT12M50.275S"), b, Event.WriteKind.DELETE, Amount.FITS));
    assertThat(found.violation()).as(String.join("\n", found.lines())).isEmpty();
    assertThat(found.state()).isEqualTo("LIVE");
  }

  private static Event put(String at, ItemKey key) {
    return put(at, key, Amount.FITS);
  }

  private static Event put(String at, ItemKey key, Amount amount) {
    return new Event.Write(Duration.parse(at), key, Event.WriteKind.PUT, amount);
  }

  private static void requireSound(long seed, Setting setting, Event... events) {
    Finding found = run(seed, setting, events);
    assertThat(found.violation()).as(String.join("\n", found.lines())).isEmpty();
    assertThat(found.state()).isEqualTo("LIVE");
    assertThat(found.healings()).isPositive();
  }

  private static Finding run(long seed, Setting setting, Event... events) {
    try (Ledgers ledgers = new Ledgers()) {
      return new Simulation(new History(seed, setting, List.of(events)), Sabotage.NONE, ledgers)
          .run();
    }
  }
}
