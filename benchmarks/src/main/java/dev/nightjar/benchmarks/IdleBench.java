package dev.nightjar.benchmarks;

import dev.nightjar.benchmarks.tailing.IdleShards;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.embedded.EmbeddedClickHouse;
import dev.nightjar.clickhouse.embedded.EmbeddedOptions;
import dev.nightjar.dynamodb.connection.AwsConnector;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.proving.flights.AwsClients;
import dev.nightjar.proving.flights.FlightTable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code ./nightjar bench idle}: shards without changes, and mirrors with nothing to do. */
@Command(
    name = "idle",
    mixinStandardHelpOptions = true,
    description =
        "Watches shards that have no changes, each question a real call to a local AWS in a process"
            + " of its own, and a server with many mirrors that have nothing to do.",
    footer = {
      "",
      "Examples:",
      "  ./nightjar bench idle",
      "  ./nightjar bench idle --shards 1000 --mirrors 0",
      "  ./nightjar bench idle --shards 0 --mirrors 500 --heap 400m"
    })
final class IdleBench extends Part {
  private static final String TRUST =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
       "Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole",
       "Condition":{"StringEquals":{"sts:ExternalId":"bench"}}}]}\
      """;
  private static final String ACCESS =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:*"],
       "Resource":"*"}]}\
      """;

  @Option(
      names = "--shards",
      defaultValue = "1000",
      description = "Idle shards of one stream; 0: leave it out (default: ${DEFAULT-VALUE}).")
  private int shards;

  @Option(
      names = "--mirrors",
      defaultValue = "500",
      description = "Mirrors of one server; 0: leave it out (default: ${DEFAULT-VALUE}).")
  private int mirrors;

  @Option(
      names = "--heap",
      defaultValue = "1g",
      description = "The heap of the server with the mirrors (default: ${DEFAULT-VALUE}).")
  private String heap;

  @Override
  ObjectNode measure(boolean inAHurry) {
    // A pause grows to ten seconds while a shard is silent for a hundred.
    Duration settle = Duration.ofSeconds(inAHurry ? 20 : 120);
    Duration watched = Duration.ofSeconds(inAHurry ? 10 : 30);
    ObjectNode measured = new JsonMapper().createObjectNode();
    if (shards > 0) {
      System.err.println("idle: " + shards + " shards");
      shards(measured, new IdleShards.Plan(shards, settle, watched));
    }
    if (mirrors > 0) {
      System.err.println("idle: " + mirrors + " mirrors");
      mirrors(measured, settle, watched);
    }
    return measured;
  }

  private static void shards(ObjectNode measured, IdleShards.Plan plan) {
    try (ScratchFolder folder = ScratchFolder.create();
        AwsProcess aws = AwsProcess.start(folder.path());
        ClickHouse clickHouse =
            EmbeddedClickHouse.open(EmbeddedOptions.at(folder.path().resolve("clickhouse")))) {
      IdleShards idle = follow(aws.endpoint(), clickHouse, folder.path(), plan);
      measured.put("idle_shards", plan.shards());
      measured.put("idle_shards_calls_per_second", rounded(idle.callsPerSecond(), 1));
      measured.put("idle_shards_core_percent", rounded(100 * idle.coreShare(), 2));
      measured.put("idle_shards_heap_mb", Math.round(idle.heapBytes() / 1e6));
    }
  }

  /**
   * Watches the idle shards of a table that it makes.
   *
   * @param aws a local AWS
   */
  static IdleShards follow(URI aws, ClickHouse clickHouse, Path folder, IdleShards.Plan plan) {
    try (AwsClients clients = new AwsClients(aws, AwsProcess.KEY_ID, AwsProcess.SECRET);
        AwsConnector connector = connector(aws)) {
      FlightTable table = new FlightTable(clients.dynamo(), "idle");
      table.create();
      String role = clients.createRole("idle", TRUST, ACCESS);
      try (TableConnection connection =
          connector.connect(new RoleTarget(role, AwsClients.REGION, List.of("bench")))) {
        return IdleShards.measure(
            clickHouse, folder, plan, connection.streams(), table.streamArn());
      }
    }
  }

  private static AwsConnector connector(URI aws) {
    return AwsConnector.builder()
        .endpoint(aws)
        .credentials(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(AwsProcess.KEY_ID, AwsProcess.SECRET)))
        .build();
  }

  private void mirrors(ObjectNode measured, Duration settle, Duration watched) {
    try (ScratchFolder folder = ScratchFolder.create()) {
      ManyMirrors idle =
          ManyMirrors.measure(
              folder.path(),
              mirrors,
              List.of("-Xms64m", "-Xmx" + heap, "-XX:+UseSerialGC"),
              settle,
              watched);
      measured.put("mirrors", idle.mirrors());
      measured.put("mirrors_live_after_seconds", rounded(idle.liveAfter().toMillis() / 1e3, 1));
      measured.put("mirrors_core_percent", rounded(100 * idle.coreShare(), 2));
      measured.put("mirrors_heap_mb", Math.round(idle.heapBytes() / 1e6));
      measured.put("mirrors_resident_mb", Math.round(idle.residentBytes() / 1e6));
    }
  }

  @Override
  void print(ObjectNode measured) {
    if (shards > 0) {
      System.out.printf(
          Locale.ROOT,
          "%d idle shards: %.1f calls/s, %.2f %% of a core, %d MB of heap in use%n",
          measured.path("idle_shards").asInt(),
          measured.path("idle_shards_calls_per_second").asDouble(),
          measured.path("idle_shards_core_percent").asDouble(),
          measured.path("idle_shards_heap_mb").asLong());
    }
    if (mirrors > 0) {
      System.out.printf(
          Locale.ROOT,
          "%d idle mirrors, all live after %.1f s: %.2f %% of a core, %d MB of heap in use,"
              + " %d MB resident%n",
          measured.path("mirrors").asInt(),
          measured.path("mirrors_live_after_seconds").asDouble(),
          measured.path("mirrors_core_percent").asDouble(),
          measured.path("mirrors_heap_mb").asLong(),
          measured.path("mirrors_resident_mb").asLong());
    }
  }
}
