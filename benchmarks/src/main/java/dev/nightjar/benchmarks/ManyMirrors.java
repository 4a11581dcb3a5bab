package dev.nightjar.benchmarks;

import dev.nightjar.cli.Pause;
import dev.nightjar.cli.api.Secrets;
import dev.nightjar.cli.files.ProjectFile;
import dev.nightjar.proving.flights.AwsClients;
import dev.nightjar.proving.flights.FlightTable;
import dev.nightjar.proving.flights.Flights;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * What a server costs whose mirrors have nothing to do: as many tables of a local AWS, in processes
 * as users have them.
 *
 * @param mirrors how many there are
 * @param liveAfter from the deployment to the last of them being live
 * @param coreShare of one core when all of them are idle, 1 for all of it
 * @param heapBytes of the server in use after a collection
 * @param residentBytes of the server; the engine's are among them
 */
record ManyMirrors(
    int mirrors, Duration liveAfter, double coreShare, long heapBytes, long residentBytes) {
  private static final String BUCKET = "idle-exports";
  private static final String SECRET = "role_of_idle";
  private static final String TRUST =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},
       "Action":"sts:AssumeRole"}]}\
      """;
  private static final String ACCESS =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:*","s3:*"],
       "Resource":"*"}]}\
      """;
  private static final String CONNECTION =
      """
      TYPE dynamodb
      DYNAMODB_ARN {{ tb_secret("%s") }}
      DYNAMODB_REGION %s
      """;
  private static final String DATASOURCE =
      """
      SCHEMA >
          `%s` String `json:$.Item.%1$s`,
          `%s` String `json:$.Item.%2$s`

      ENGINE "ReplacingMergeTree"
      ENGINE_SORTING_KEY %1$s, %2$s

      IMPORT_CONNECTION_NAME 'idle'
      IMPORT_TABLE_ARN '%s'
      IMPORT_EXPORT_BUCKET '%s'
      """;

  /**
   * Makes them and watches.
   *
   * @param memory the server's JVM options
   * @param settle how long the server is left alone before it is watched
   * @param watched how long
   */
  static ManyMirrors measure(
      Path folder, int mirrors, List<String> memory, Duration settle, Duration watched) {
    try (World world = new World(folder, memory)) {
      List<ProjectFile> files = files(world, mirrors);
      world.startServer();
      Secrets.set(world.api(), SECRET, world.clients().createRole("idle", TRUST, ACCESS));
      long begin = System.nanoTime();
      world.deploy(files);
      World.awaitCalmly(world.server(), () -> live(world) == mirrors);
      Duration liveAfter = Duration.ofNanos(System.nanoTime() - begin);
      Pause.REAL.sleep(settle);
      Duration cpu = world.server().cpuTime();
      long from = System.nanoTime();
      Pause.REAL.sleep(watched);
      double core =
          (double) world.server().cpuTime().minus(cpu).toNanos() / (System.nanoTime() - from);
      return new ManyMirrors(
          mirrors,
          liveAfter,
          core,
          world.server().heapBytesAfterCollection(),
          world.server().residentBytes());
    }
  }

  private static List<ProjectFile> files(World world, int mirrors) {
    world.clients().createBucket(BUCKET);
    List<ProjectFile> files = new ArrayList<>();
    files.add(
        new ProjectFile(
            "connections/idle.connection", CONNECTION.formatted(SECRET, AwsClients.REGION)));
    IntStream.range(0, mirrors)
        .forEach(i -> {
          String name = "idle_" + i;
          String arn = new FlightTable(world.clients().dynamo(), name).create();
          files.add(
              new ProjectFile(
                  "datasources/" + name + ".datasource",
                  DATASOURCE.formatted(Flights.PARTITION_KEY, Flights.SORT_KEY, arn, BUCKET)));
        });
    return files;
  }

  private static long live(World world) {
    JsonNode mirrors = world.api().get("/v1/mirrors");
    return StreamSupport.stream(
            (mirrors.isArray() ? mirrors : mirrors.path("mirrors")).spliterator(), false)
        .map(mirror -> mirror.path("state").asString(""))
        .peek(state -> {
          if (state.equals("FAILED")) {
            throw new IllegalStateException("a mirror failed: " + mirrors);
          }
        })
        .filter("LIVE"::equals)
        .count();
  }
}
