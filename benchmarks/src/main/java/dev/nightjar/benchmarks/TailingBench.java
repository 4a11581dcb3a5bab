package dev.nightjar.benchmarks;

import dev.nightjar.benchmarks.sample.Rounds;
import dev.nightjar.benchmarks.tailing.Script;
import dev.nightjar.benchmarks.tailing.Tailing;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.embedded.EmbeddedClickHouse;
import dev.nightjar.clickhouse.embedded.EmbeddedOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code ./nightjar bench tailing}: changes of a stream with many shards into ClickHouse. */
@Command(
    name = "tailing",
    mixinStandardHelpOptions = true,
    description =
        "Follows a scripted stream of many shards into the embedded ClickHouse: changes a second as"
            + " fast as it goes, then the age of changes when they can be queried at half of that.")
final class TailingBench extends Part {
  private static final int WARM_UP_CHANGES = 200_000;

  /** Changes a second of all shards together. */
  private static final int TRICKLE = 100;

  @Option(
      names = "--shards",
      defaultValue = "32",
      description = "Open shards (default: ${DEFAULT-VALUE}).")
  private int shards;

  @Override
  ObjectNode measure(boolean inAHurry) {
    int rounds = inAHurry ? 3 : 5;
    long changes = inAHurry ? 600_000 : 2_000_000;
    int seconds = inAHurry ? 15 : 60;
    try (ScratchFolder folder = ScratchFolder.create();
        ClickHouse clickHouse =
            EmbeddedClickHouse.open(EmbeddedOptions.at(folder.path().resolve("clickhouse")))) {
      System.err.println("tailing: as fast as it goes");
      Tailing.run(clickHouse, folder.path(), "warm_up", atOnce(WARM_UP_CHANGES));
      List<Tailing> full =
          IntStream.range(0, rounds)
              .mapToObj(round ->
                  Tailing.run(clickHouse, folder.path(), "round_" + round, atOnce(changes)))
              .toList();
      double[] speeds = full.stream().mapToDouble(Tailing::changesPerSecond).toArray();
      double speed = Rounds.median(speeds);
      System.err.println("tailing: at half the load");
      double rate = speed / 2;
      Tailing half =
          Tailing.run(
              clickHouse,
              folder.path(),
              "half",
              new Script(shards, (long) (rate * seconds / shards), rate));
      System.err.println("tailing: a trickle");
      Tailing trickle =
          Tailing.run(
              clickHouse,
              folder.path(),
              "trickle",
              new Script(shards, Math.max(1, (long) TRICKLE * seconds / 3 / shards), TRICKLE));
      ObjectNode measured = report(speeds, rate, half);
      measured.put(
          "rows_per_insert_at_full_load",
          Math.round(
              Rounds.median(full.stream().mapToDouble(Tailing::changesPerInsert).toArray())));
      measured.put("trickle_changes_per_second", TRICKLE);
      measured.put("trickle_inserts_per_second", trickle.mostInsertsInASecond());
      measured.put("parts_after_half_load", half.parts());
      return measured;
    }
  }

  private Script atOnce(long changes) {
    return new Script(shards, changes / shards, 0);
  }

  private ObjectNode report(double[] speeds, double rate, Tailing half) {
    ObjectNode measured = new JsonMapper().createObjectNode();
    measured.put("shards", shards);
    measured.put("tailing_changes_per_second", Math.round(Rounds.median(speeds)));
    DoubleStream.of(speeds).forEach(speed -> measured.withArray("rounds").add(Math.round(speed)));
    measured.put("half_load_changes_per_second", Math.round(rate));
    measured.put("freshness_p50_ms", half.p50Millis());
    measured.put("freshness_p99_ms", half.p99Millis());
    measured.put("inserts_per_second", rounded(half.inserts() / half.seconds(), 1));
    measured.put("peak_heap_mb", Math.round(peakHeapBytes() / 1e6));
    measured.put("heap_limit_mb", Math.round(Runtime.getRuntime().maxMemory() / 1e6));
    return measured;
  }

  /** The most that each part of the heap held at a time, garbage included, added up. */
  private static long peakHeapBytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  @Override
  void print(ObjectNode measured) {
    System.out.printf(
        Locale.ROOT,
        "%d shards: %d changes/s, %d rows an insert; at %d changes/s fresh p50 %d ms, p99 %d ms, %d"
            + " parts; %d changes/s trickle in at most %d inserts/s; heap at most %d of %d MB%n",
        measured.path("shards").asInt(),
        measured.path("tailing_changes_per_second").asLong(),
        measured.path("rows_per_insert_at_full_load").asLong(),
        measured.path("half_load_changes_per_second").asLong(),
        measured.path("freshness_p50_ms").asLong(),
        measured.path("freshness_p99_ms").asLong(),
        measured.path("parts_after_half_load").asLong(),
        TRICKLE,
        measured.path("trickle_inserts_per_second").asInt(),
        measured.path("peak_heap_mb").asLong(),
        measured.path("heap_limit_mb").asLong());
  }
}
