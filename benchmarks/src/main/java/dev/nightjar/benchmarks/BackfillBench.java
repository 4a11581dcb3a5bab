package dev.nightjar.benchmarks;

import dev.nightjar.benchmarks.backfill.ExportFiles;
import dev.nightjar.benchmarks.backfill.ExportStore;
import dev.nightjar.benchmarks.backfill.Race;
import dev.nightjar.benchmarks.sample.Dialect;
import dev.nightjar.benchmarks.sample.ItemSize;
import dev.nightjar.benchmarks.sample.Items;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.embedded.EmbeddedClickHouse;
import dev.nightjar.clickhouse.embedded.EmbeddedOptions;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code ./nightjar bench backfill}: an export into ClickHouse, beside what else one could do. */
@Command(
    name = "backfill",
    mixinStandardHelpOptions = true,
    description =
        "Loads an export from a local S3 (a process of its own) into the embedded ClickHouse, in"
            + " turns with: the same rows as ready-made Native blocks (the ceiling), ClickHouse's own"
            + " INSERT SELECT from the files, and a pipeline of the AWS SDK's EnhancedDocument and"
            + " Jackson.")
final class BackfillBench extends Part {
  private static final List<String> OTHERS =
      List.of("native_ceiling", "clickhouse_sql", "sdk_jackson");

  /** A backfill takes minutes: what its first second costs the compiler is not what it costs. */
  private static final int WARM_UPS = 1;

  /** What to run with which items. */
  private record Plan(ItemSize size, Dialect dialect, int files, int itemsPerFile, int rounds) {}

  private static final List<Plan> QUICK =
      List.of(new Plan(ItemSize.MEDIUM, Dialect.FORWARD, 4, 150_000, 3));
  private static final List<Plan> WHOLE =
      List.of(
          new Plan(ItemSize.MEDIUM, Dialect.FORWARD, 4, 300_000, 5),
          new Plan(ItemSize.MEDIUM, Dialect.CLASSIC, 4, 300_000, 5),
          new Plan(ItemSize.SMALL, Dialect.FORWARD, 4, 600_000, 5),
          new Plan(ItemSize.SMALL, Dialect.CLASSIC, 4, 600_000, 5),
          new Plan(ItemSize.LARGE, Dialect.FORWARD, 4, 60_000, 5),
          new Plan(ItemSize.LARGE, Dialect.CLASSIC, 4, 60_000, 5));

  @Override
  ObjectNode measure(boolean inAHurry) {
    ObjectNode measured = new JsonMapper().createObjectNode();
    try (ScratchFolder folder = ScratchFolder.create();
        AwsProcess aws = AwsProcess.start(folder.path());
        ExportStore store = new ExportStore(aws.endpoint(), AwsProcess.KEY_ID, AwsProcess.SECRET);
        ClickHouse clickHouse =
            EmbeddedClickHouse.open(EmbeddedOptions.at(folder.path().resolve("clickhouse")))) {
      measured.put("clickhouse", clickHouse.version());
      Race.Course course =
          new Race.Course(clickHouse, store.objects(), aws::cpuTime, folder.path());
      for (Plan plan : inAHurry ? QUICK : WHOLE) {
        System.err.printf("backfill: items of %s, %s%n", plan.size().text(), name(plan.dialect()));
        add(measured, race(course, store, plan));
      }
    }
    return measured;
  }

  private static Race race(Race.Course course, ExportStore store, Plan plan) {
    ExportFiles export =
        ExportFiles.write(
            store.owner(),
            ExportStore.BUCKET,
            course.folder().resolve(plan.size() + "-" + plan.dialect()),
            new Items(plan.size()),
            new ExportFiles.Plan(plan.files(), plan.itemsPerFile()));
    return Race.run(course, export, plan.size(), plan.dialect(), WARM_UPS, plan.rounds());
  }

  private static String name(Dialect dialect) {
    return dialect.name().toLowerCase(Locale.ROOT);
  }

  private static void add(ObjectNode measured, Race race) {
    ObjectNode run = measured.withArray("runs").addObject();
    run.put("items", race.size().text());
    run.put("dialect", name(race.dialect()));
    run.put("rows", race.items());
    run.put("text_mb", rounded(race.textBytes() / 1e6, 1));
    run.put("block_mb", rounded(race.blockBytes() / 1e6, 1));
    for (String contender : race.laps().keySet()) {
      ObjectNode one = run.withObject("/" + contender);
      double perSecond = race.rowsPerSecond(contender);
      one.put("rows_per_second", Math.round(perSecond));
      one.put("text_mb_per_second", rounded(perSecond * race.textBytes() / race.items() / 1e6, 1));
      one.put("cpu_seconds", rounded(race.cpuSeconds(contender), 2));
      one.put("s3_cpu_seconds", rounded(race.storeCpuSeconds(contender), 2));
    }
    for (String other : OTHERS) {
      run.put("nightjar_vs_" + other, rounded(race.mirrorAgainst(other), 3));
    }
    // The most that a mirror could be faster than SQL: no aim beyond it can be met.
    run.put(
        "native_ceiling_vs_clickhouse_sql",
        rounded(race.against("native_ceiling", "clickhouse_sql"), 2));
    if (race.size() == ItemSize.MEDIUM && race.dialect() == Dialect.FORWARD) {
      measured.put("backfill_vs_native_ceiling", rounded(race.mirrorAgainst("native_ceiling"), 3));
      measured.put("backfill_vs_clickhouse_sql", rounded(race.mirrorAgainst("clickhouse_sql"), 2));
      measured.put("backfill_vs_sdk_jackson", rounded(race.mirrorAgainst("sdk_jackson"), 2));
      measured.put("backfill_rows_per_second", Math.round(race.rowsPerSecond("nightjar")));
    }
  }

  @Override
  void print(ObjectNode measured) {
    System.out.printf(
        Locale.ROOT,
        "%8s %9s %16s %11s %8s %9s %9s %11s%n",
        "items",
        "dialect",
        "",
        "rows/s",
        "MB/s",
        "CPU s",
        "S3 CPU s",
        "nightjar is");
    for (JsonNode run : measured.path("runs")) {
      for (String contender : List.of("nightjar", OTHERS.get(0), OTHERS.get(1), OTHERS.get(2))) {
        JsonNode one = run.path(contender);
        JsonNode ratio = run.path("nightjar_vs_" + contender);
        System.out.printf(
            Locale.ROOT,
            "%8s %9s %16s %11d %8.1f %9.2f %9.2f %11s%n",
            run.path("items").asString(),
            run.path("dialect").asString(),
            contender,
            one.path("rows_per_second").asLong(),
            one.path("text_mb_per_second").asDouble(),
            one.path("cpu_seconds").asDouble(),
            one.path("s3_cpu_seconds").asDouble(),
            ratio.isNumber() ? String.format(Locale.ROOT, "%.2f times", ratio.asDouble()) : "");
      }
      System.out.printf(
          Locale.ROOT,
          "%8s %9s the ceiling itself is %.2f times as fast as ClickHouse's SQL%n",
          run.path("items").asString(),
          run.path("dialect").asString(),
          run.path("native_ceiling_vs_clickhouse_sql").asDouble());
    }
  }
}
