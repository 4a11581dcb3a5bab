package dev.nightjar.benchmarks.backfill;

import com.sun.management.OperatingSystemMXBean;
import dev.nightjar.benchmarks.sample.Dialect;
import dev.nightjar.benchmarks.sample.ItemSize;
import dev.nightjar.benchmarks.sample.Rounds;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.dynamodb.export.ObjectStore;
import dev.nightjar.mirror.Tuning;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The contenders, one after the other in every round, so that what else the machine does falls on
 * all of them.
 *
 * @param size the items
 * @param dialect the data source
 * @param items in the export
 * @param textBytes of its lines, not compressed
 * @param blockBytes of the ready-made blocks
 * @param laps the times of each contender by its name
 */
public record Race(
    ItemSize size,
    Dialect dialect,
    long items,
    long textBytes,
    long blockBytes,
    Map<String, List<Lap>> laps) {

  /**
   * How long a contender took.
   *
   * @param elapsed from the first byte asked for until all rows are on disk and counted
   * @param cpu of this process meanwhile, the engine's included
   * @param storeCpu of the process that stands for S3
   */
  public record Lap(Duration elapsed, Duration cpu, Duration storeCpu) {}

  /**
   * What a race takes place on.
   *
   * @param clickHouse the engine of this process
   * @param objects where the export is
   * @param storeCpu CPU time so far of the process that serves it
   * @param folder for state and downloads
   */
  public record Course(
      ClickHouse clickHouse, ObjectStore objects, Supplier<Duration> storeCpu, Path folder) {}

  /**
   * Runs the rounds.
   *
   * @param warmUps rounds before them that do not count
   * @param rounds rounds that do
   * @throws IllegalStateException if a contender left another table than it should
   */
  public static Race run(
      Course course, ExportFiles export, ItemSize size, Dialect dialect, int warmUps, int rounds) {
    int parallel = Tuning.STANDARD.loaders();
    BlocksContender blocks =
        new BlocksContender(
            export,
            course.objects(),
            course.folder().resolve("downloads"),
            dialect.schema(),
            parallel);
    Map<String, List<Lap>> laps = new LinkedHashMap<>();
    try (MirrorContender mirror = new MirrorContender(export, course.objects(), course.folder())) {
      List<Contender> contenders =
          List.of(
              mirror,
              blocks,
              new SqlContender(export),
              new SdkContender(export, course.objects(), parallel));
      for (int round = 0; round < warmUps + rounds; round++) {
        for (Contender contender : contenders) {
          String table = "race_" + size + "_" + dialect + "_" + contender.name() + "_" + round;
          Lap lap = lap(course, contender, table, dialect, export.items());
          if (round >= warmUps) {
            laps.computeIfAbsent(contender.name(), _ -> new ArrayList<>()).add(lap);
          }
        }
      }
    }
    return new Race(size, dialect, export.items(), export.textBytes(), blocks.bytes(), laps);
  }

  private static Lap lap(
      Course course, Contender contender, String table, Dialect dialect, long items) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (Target target = Target.create(course.clickHouse(), table, dialect)) {
      Duration storeBefore = course.storeCpu().get();
      long cpuBefore = system.getProcessCpuTime();
      long start = System.nanoTime();
      contender.fill(target);
      Lap lap =
          new Lap(
              Duration.ofNanos(System.nanoTime() - start),
              Duration.ofNanos(system.getProcessCpuTime() - cpuBefore),
              course.storeCpu().get().minus(storeBefore));
      target.check(items);
      return lap;
    }
  }

  /** Items a second of a contender, the median of the rounds. */
  public double rowsPerSecond(String contender) {
    return items / median(contender);
  }

  /** How many times as fast as another the mirror was. */
  public double mirrorAgainst(String other) {
    return against("nightjar", other);
  }

  /**
   * How many times as fast as another a contender was: the median of the rounds' ratios, each of
   * two neighbours in time.
   */
  public double against(String contender, String other) {
    List<Lap> ours = laps.get(contender);
    List<Lap> theirs = laps.get(other);
    double[] ratios = new double[ours.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = seconds(theirs.get(i).elapsed()) / seconds(ours.get(i).elapsed());
    }
    return Rounds.median(ratios);
  }

  /** Seconds of CPU that a contender took, the median of the rounds. */
  public double cpuSeconds(String contender) {
    return Rounds.median(
        laps.get(contender).stream().mapToDouble(lap -> seconds(lap.cpu())).toArray());
  }

  /** The same of the process that stands for S3. */
  public double storeCpuSeconds(String contender) {
    return Rounds.median(
        laps.get(contender).stream().mapToDouble(lap -> seconds(lap.storeCpu())).toArray());
  }

  private double median(String contender) {
    return Rounds.median(
        laps.get(contender).stream().mapToDouble(lap -> seconds(lap.elapsed())).toArray());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
