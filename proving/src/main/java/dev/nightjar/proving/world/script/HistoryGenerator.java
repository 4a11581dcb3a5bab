package dev.nightjar.proving.world.script;

import dev.nightjar.proving.world.script.Event.Aim;
import dev.nightjar.proving.world.script.Event.WriteKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Draws a history from a seed. */
public final class HistoryGenerator {
  private final long seed;
  private final SplittableRandom random;
  private final List<Event> events = new ArrayList<>();

  private HistoryGenerator(long seed, SplittableRandom random) {
    this.seed = seed;
    this.random = random;
  }

  /** The seed's history. */
  public static History draw(long seed) {
    return new HistoryGenerator(seed, new SplittableRandom(seed)).draw();
  }

  /** What a history is mainly about. */
  private enum Plot {
    /** Minutes in which a lot goes wrong. */
    BUSY,
    /** The export takes longer than the stream keeps changes. */
    LONG_BACKFILL,
    /** AWS or ClickHouse is away for hours. */
    OUTAGE,
    /** The server is down for longer than the stream keeps changes. */
    STANDSTILL,
    /** The stream or the table is replaced. */
    REPLACED,
    /** The reader lags by hours, is told once that nothing is there, and is away for hours more. */
    HIDDEN,
    /** The export is not what it should be. */
    BAD_EXPORT,
    /** The state database is lost. */
    LEDGER_LOST,
    /** A person wants the table loaded anew. */
    RESYNC
  }

  /** They take a day or more, so that the mirror asks less often. */
  private static final Set<Plot> SLOW =
      EnumSet.of(Plot.LONG_BACKFILL, Plot.OUTAGE, Plot.STANDSTILL, Plot.HIDDEN);

  private History draw() {
    Plot plot = plot();
    boolean slow = SLOW.contains(plot);
    Duration deployAt =
        chance(20) ? Duration.ofSeconds(1 + below(30)) : minutes(1, plot == Plot.BUSY ? 8 : 90);
    Duration active = plot == Plot.LONG_BACKFILL ? hours(26, 34) : minutes(6, 25);
    Setting setting = setting(plot, slow, deployAt);
    writes(Duration.ofSeconds(1), deployAt.plus(active), 20 + below(120));
    shards(deployAt.plus(active));
    merges(deployAt, active);
    Duration from = deployAt.minus(Duration.ofSeconds(1));
    troubles(from, active, 7);
    kills(from, active);
    plot(plot, within(deployAt.plusSeconds(10), active));
    if (!slow) {
      // Drawn apart: a seed's other events stay what they are.
      new HistoryGenerator(seed, new SplittableRandom(~seed))
          .restarts(deployAt, active)
          .forEach(events::add);
    }
    return new History(seed, setting, events);
  }

  private Plot plot() {
    int die = below(100);
    if (die < 50) {
      return die < 46 ? Plot.BUSY : Plot.HIDDEN;
    }
    if (die < 62) {
      return die < 55 ? Plot.LONG_BACKFILL : Plot.OUTAGE;
    }
    if (die < 78) {
      return die < 70 ? Plot.STANDSTILL : Plot.REPLACED;
    }
    return die < 83 ? Plot.BAD_EXPORT : die < 90 ? Plot.LEDGER_LOST : Plot.RESYNC;
  }

  private Setting setting(Plot plot, boolean slow, Duration deployAt) {
    Duration streamFrom =
        chance(50) ? Duration.ZERO : Duration.ofSeconds(below((int) deployAt.toSeconds()));
    return new Setting(
        chance(35),
        streamFrom,
        deployAt,
        1 + below(3),
        slow || chance(50) ? hours(3, 5) : minutes(3, 20),
        21 + below(20),
        chance(50) ? 3 : 1 + below(30),
        chance(50) ? 2_000 : 1 << 20,
        chance(70) ? Duration.ofMillis(900) : Duration.ofSeconds(below(20)),
        chance(25),
        chance(70) ? Duration.ofMillis(300) : Duration.ofMillis(below(4000)),
        chance(85) ? Duration.ZERO : Duration.ofMinutes(below(130) - 65L),
        slow ? minutes(2, plot == Plot.LONG_BACKFILL ? 14 : 6) : Duration.ofSeconds(5 + below(25)),
        chance(50) ? 1 + below(6) : 65_536,
        Duration.ofMillis(chance(70) ? 10 : 1 + below(400)),
        exports(plot));
  }

  private List<ExportPlan> exports(Plot plot) {
    ExportPlan sound = export(minutes(1, 7), ExportPlan.Fate.SOUND);
    return switch (plot) {
      case LONG_BACKFILL -> List.of(export(hours(25, 33), ExportPlan.Fate.SOUND), sound);
      case BAD_EXPORT -> {
        ExportPlan.Fate[] fates = ExportPlan.Fate.values();
        yield List.of(export(minutes(1, 7), fates[1 + below(fates.length - 1)]), sound);
      }
      default -> List.of(sound);
    };
  }

  private ExportPlan export(Duration duration, ExportPlan.Fate fate) {
    return new ExportPlan(duration, 1 + below(3), fate);
  }

  private void writes(Duration from, Duration to, int count) {
    int keys = 2 + below(10);
    long span = to.minus(from).toMillis();
    Duration at = from;
    for (int i = 0; i < count; i++) {
      // Some come close together: several to one item in one second.
      at = chance(30) ? at.plusMillis(below(400)) : from.plusMillis(random.nextLong(span));
      events.add(write(at, keys));
    }
  }

  private Event write(Duration at, int keys) {
    ItemKey key = key(keys);
    int die = below(100);
    WriteKind kind =
        die < 70
            ? WriteKind.PUT
            : die < 85 ? WriteKind.DELETE : die < 93 ? WriteKind.EXPIRE : WriteKind.NO_OP;
    Amount[] amounts = Amount.values();
    Amount amount = chance(75) ? Amount.FITS : amounts[below(amounts.length)];
    return new Event.Write(at, key, kind, amount);
  }

  private ItemKey key(int keys) {
    int key = below(keys);
    String pk = Character.toString('a' + key);
    return new ItemKey(pk, chance(90) ? Integer.toString(key % 5) : key % 2 == 0 ? "-7" : "1.5");
  }

  private void shards(Duration end) {
    int count = below(7);
    for (int i = 0; i < count; i++) {
      Duration at = within(Duration.ZERO, end);
      events.add(chance(65) ? new Event.Roll(at, below(100)) : new Event.Split(at, below(100)));
    }
  }

  private void merges(Duration from, Duration active) {
    int count = below(4);
    for (int i = 0; i < count; i++) {
      events.add(new Event.Merge(within(from, active)));
    }
  }

  private void troubles(Duration from, Duration active, int most) {
    int count = chance(25) ? 0 : below(most);
    Trouble[] troubles = Trouble.values();
    for (int i = 0; i < count; i++) {
      events.add(
          new Event.Wrong(
              within(from, active),
              troubles[below(troubles.length)],
              Duration.ofSeconds(5 + below(300)),
              chance(30) ? 100 : 10 + below(80)));
    }
  }

  private void kills(Duration from, Duration active) {
    int count = chance(25) ? 0 : below(9);
    for (int i = 0; i < count; i++) {
      Duration at = chance(50) ? within(from, Duration.ofMinutes(3)) : within(from, active);
      events.add(chance(85) ? kill(at, Aim.ANYTHING) : new Event.Stop(at, down()));
    }
    if (chance(8)) {
      events.add(tailLost(within(from, active), Aim.ANYTHING));
    }
    if (chance(8)) {
      events.add(new Event.Pause(within(from, active), minutes(1, 20)));
    }
  }

  private Event.Kill kill(Duration at, Aim aim) {
    return new Event.Kill(at, aim, crossings(), down());
  }

  private Event.TailLost tailLost(Duration at, Aim aim) {
    return new Event.TailLost(at, aim, crossings(), 1 + below(4), Duration.ofSeconds(5));
  }

  /**
   * In some histories ClickHouse is a process of its own and comes back without its newest rows.
   */
  private List<Event> restarts(Duration from, Duration active) {
    int count = chance(85) ? 0 : 1 + below(3);
    for (int i = 0; i < count; i++) {
      Duration at = within(from, active);
      Aim aim = chance(70) ? Aim.INSERTING : Aim.ANYTHING;
      int crossings = aim == Aim.INSERTING ? below(4) : crossings();
      events.add(new Event.ClickHouseRestarted(at, aim, crossings, below(5)));
      if (chance(50)) {
        events.add(new Event.Merge(at.plusSeconds(1 + below(20))));
      }
    }
    return events;
  }

  private int crossings() {
    return below(chance(50) ? 12 : 150);
  }

  private Duration down() {
    return chance(80) ? Duration.ofSeconds(1 + below(20)) : Duration.ofMinutes(below(40));
  }

  private void plot(Plot plot, Duration at) {
    switch (plot) {
      case OUTAGE -> {
        Trouble[] away = {
          Trouble.CLICKHOUSE_AWAY, Trouble.ROLE_LOST, Trouble.STREAM_FAILS, Trouble.LISTING_FAILS
        };
        Duration length = hours(1, 16);
        events.add(new Event.Wrong(at, away[below(away.length)], length, 100));
        writes(at, at.plus(length).plusSeconds(60), 10 + below(30));
      }
      case STANDSTILL -> standstill(at);
      case HIDDEN -> hidden(at);
      case REPLACED -> replaced(at);
      case LEDGER_LOST -> ledgerLost(at);
      case RESYNC -> resync(at);
      case BAD_EXPORT -> aftermath(at);
      case BUSY, LONG_BACKFILL -> {
        // What is special about them is in the setting.
      }
    }
  }

  private void standstill(Duration at) {
    Duration down = hours(23, 60);
    events.add(new Event.Kill(at, Aim.ANYTHING, below(100), down));
    writes(at, at.plus(down).plusSeconds(60), 10 + below(40));
    aftermath(at.plus(down));
  }

  private void hidden(Duration at) {
    Duration lag = hours(10, 22);
    Duration tip = at.plus(lag);
    Duration hidden = minutes(3, 30);
    events.add(new Event.Wrong(at, Trouble.STREAM_FAILS, lag, 100));
    events.add(new Event.Wrong(tip, Trouble.PAGES_EMPTY, hidden, 100));
    writes(at, at.plus(lag.dividedBy(chance(50) ? 1 : 8)), 10 + below(30));
    Duration down = hours(1, 14);
    Duration end = tip.plus(hidden).minusSeconds(60);
    if (chance(70)) {
      events.add(new Event.Kill(end, Aim.ANYTHING, below(4), down));
    } else {
      events.add(new Event.Wrong(end, Trouble.STREAM_FAILS, down, 100));
    }
    aftermath(end.plus(down));
  }

  private void replaced(Duration at) {
    Duration gone = Duration.ofSeconds(below(600));
    events.add(chance(60) ? new Event.StreamReplaced(at, gone) : new Event.TableReplaced(at, gone));
    aftermath(at.plus(gone));
  }

  private void ledgerLost(Duration at) {
    Duration down = Duration.ofSeconds(below(300));
    Aim[] aims = {Aim.ANYTHING, Aim.EXPORT, Aim.LOADING, Aim.TOMBSTONES};
    events.add(new Event.LedgerLost(at, aims[below(aims.length)], crossings(), down));
    aftermath(at.plus(down));
  }

  private void resync(Duration at) {
    events.add(new Event.Resync(at));
    aftermath(at);
  }

  /** From this moment on a healing may begin: it is disturbed as well, and perhaps not the last. */
  private void aftermath(Duration from) {
    Duration span = minutes(8, 20);
    writes(from, from.plus(span), 5 + below(40));
    troubles(from, span, 4);
    merges(from, span);
    int count = chance(30) ? 0 : below(4);
    for (int i = 0; i < count; i++) {
      events.add(
          chance(60)
              ? kill(within(from, Duration.ofMinutes(4)), Aim.TOMBSTONES)
              : kill(within(from, span), chance(50) ? Aim.ANYTHING : Aim.LOADING));
    }
    if (chance(8)) {
      events.add(tailLost(from, Aim.TOMBSTONES));
    }
    if (chance(25)) {
      sequel(within(from, span.multipliedBy(2)));
    }
  }

  /** What can follow in any setting. */
  private void sequel(Duration at) {
    switch (below(3)) {
      case 0 -> replaced(at);
      case 1 -> ledgerLost(at);
      default -> resync(at);
    }
  }

  private Duration within(Duration from, Duration span) {
    return from.plusMillis(random.nextLong(Math.max(1, span.toMillis())));
  }

  private Duration minutes(int from, int to) {
    return Duration.ofSeconds(60L * from + below(60 * (to - from)));
  }

  private Duration hours(int from, int to) {
    return Duration.ofMinutes(60L * from + below(60 * (to - from)));
  }

  private boolean chance(int percent) {
    return below(100) < percent;
  }

  private int below(int bound) {
    return random.nextInt(bound);
  }
}
