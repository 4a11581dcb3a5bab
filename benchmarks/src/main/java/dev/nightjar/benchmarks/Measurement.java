package dev.nightjar.benchmarks;

import dev.nightjar.cli.demo.DemoProject;
import dev.nightjar.cli.demo.FreshnessProbe;
import dev.nightjar.cli.demo.Latencies;
import dev.nightjar.proving.flights.ChangeLog;
import dev.nightjar.proving.flights.Flights;
import dev.nightjar.proving.flights.PacedWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * One run: a table of some size is mirrored, changed, and its server started anew.
 *
 * @param items in the table
 * @param exportRows rows that the export brought
 * @param backfillSeconds from the first data file's request to the last row of the export being in
 *     ClickHouse and in the ledger
 * @param freshness milliseconds from a write's acknowledgement to its row being in a query's answer
 * @param start from starting the server's process on the deployed data directory to an answered
 *     query
 * @param heapAndDirectBytes of the server, at the most
 * @param residentBytes of the server, at the most; the engine's are among them
 */
record Measurement(
    int items,
    long exportRows,
    double backfillSeconds,
    Latencies freshness,
    Duration start,
    long heapAndDirectBytes,
    long residentBytes) {
  private static final long SEED = 1;

  /** What to run. */
  record Plan(int items, double changesPerSecond, int changeSeconds) {}

  static Measurement run(Plan plan, Path folder) {
    try (World world = new World(folder)) {
      Flights flights = new Flights(SEED);
      ChangeLog log = new ChangeLog();
      String arn = world.table().create();
      // The stream begins after the filling, as that of a table that has lived for long: what is
      // measured is the export's way alone, not the stream's that would carry the same items.
      world.stream(false);
      world.table().fill(flights, log, plan.items(), _ -> {});
      world.stream(true);
      world.startServer();
      world.prepareProject(arn);
      long heapAndDirect;
      long resident;
      JsonNode loaded;
      Latencies freshness;
      try (MemoryWatch memory = new MemoryWatch(world)) {
        world.deployTable();
        loaded = awaitLive(world);
        world.deployAll();
        awaitLive(world);
        freshness = freshness(plan, world, flights, log);
        memory.close();
        heapAndDirect = memory.heapAndDirect();
        resident = memory.resident();
      }
      world.stopServer();
      Duration start = world.startServer();
      return new Measurement(
          plan.items(),
          loaded.path("export").path("items_loaded").asLong(),
          backfillSeconds(loaded),
          freshness,
          start,
          heapAndDirect,
          resident);
    }
  }

  /** Waits until the export is in and the stream is read up to now. */
  private static JsonNode awaitLive(World world) {
    World.awaitCalmly(
        world.server(),
        () -> {
          JsonNode mirror = world.mirror();
          return mirror.path("state").asString("").equals("LIVE")
              && mirror.path("caught_up_at").isString();
        });
    return world.mirror();
  }

  private static double backfillSeconds(JsonNode mirror) {
    JsonNode export = mirror.path("export");
    Instant started = Instant.parse(export.path("started_loading_at").asString());
    Instant finished = Instant.parse(export.path("finished_loading_at").asString());
    return Duration.between(started, finished).toNanos() / 1e9;
  }

  private static Latencies freshness(Plan plan, World world, Flights flights, ChangeLog log) {
    long changes = (long) (plan.changesPerSecond() * plan.changeSeconds());
    try (FreshnessProbe probe = new FreshnessProbe(world.api(), DemoProject.CHANGES, 1);
        PacedWriter writer =
            new PacedWriter(
                world.clients().dynamo(),
                DemoProject.TABLE,
                flights,
                log,
                SEED,
                plan.items(),
                plan.changesPerSecond(),
                OptionalLong.of(changes),
                probe::acknowledged)) {
      World.awaitCalmly(
          world.server(),
          () -> {
            probe.check();
            return writer.done() && probe.waiting() == 0;
          });
      return probe.latencies();
    }
  }

  double rowsPerSecond() {
    return exportRows / backfillSeconds;
  }
}
