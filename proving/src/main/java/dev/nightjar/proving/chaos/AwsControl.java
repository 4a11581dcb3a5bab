package dev.nightjar.proving.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Commands for the stand-in of AWS. */
final class AwsControl implements AutoCloseable {

  private final URI endpoint;
  private final JsonMapper json = JsonMapper.shared();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  AwsControl(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** Whether it answers. */
  boolean ready() throws InterruptedException {
    try {
      send("calls", arguments());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  ObjectNode arguments() {
    return json.createObjectNode();
  }

  void addFault(ObjectNode fault) throws InterruptedException {
    command("faults/add", fault);
  }

  void clearFaults() throws InterruptedException {
    command("faults/clear", arguments());
  }

  void expireSessions(String role) throws InterruptedException {
    command("sessions/expire", arguments().put("RoleArn", role));
  }

  void roll(String stream) throws InterruptedException {
    command("streams/roll", arguments().put("StreamArn", stream));
  }

  void roll(String stream, String shard) throws InterruptedException {
    command("streams/roll", arguments().put("StreamArn", stream).put("ShardId", shard));
  }

  void split(String stream, String shard) throws InterruptedException {
    command("streams/split", arguments().put("StreamArn", stream).put("ShardId", shard));
  }

  /** Takes all records out of a stream, whoever has read them or not. */
  void trim(String stream) throws InterruptedException {
    command("streams/trim", arguments().put("StreamArn", stream));
  }

  /** Deletes, at once, all items whose time to live is over. */
  void expireItems(String table) throws InterruptedException {
    command("tables/expire", arguments().put("TableArn", table));
  }

  /** What the next export suffers that nothing was said of yet. */
  void failNextExport(ObjectNode fault) throws InterruptedException {
    command("exports/fault", fault);
  }

  /** How many of those exports are still to come. */
  int exportFaultsComing() throws InterruptedException {
    return command("exports/conditions", arguments()).path("FaultsComing").asInt();
  }

  /** How long exports take that begin from now on. */
  void exportsTake(Duration time) throws InterruptedException {
    command("exports/conditions", arguments().put("Duration", time.toMillis()));
  }

  List<String> openShards(String stream) throws InterruptedException {
    List<String> open = new ArrayList<>();
    for (JsonNode shard :
        command("streams/shards", arguments().put("StreamArn", stream)).path("Shards")) {
      if (shard.path("Open").asBoolean()) {
        open.add(shard.path("ShardId").asString());
      }
    }
    return open;
  }

  private JsonNode command(String name, ObjectNode arguments) throws InterruptedException {
    try {
      return send(name, arguments);
    } catch (IOException e) {
      throw new ChaosFailedException("The stand-in for AWS does not answer: " + e + ".", e);
    }
  }

  private JsonNode send(String name, ObjectNode arguments)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(endpoint.resolve("/_aws-local/" + name))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(arguments.toString()))
                .build(),
            BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new ChaosFailedException(
          "The stand-in for AWS refuses " + name + ": " + response.body());
    }
    return json.readTree(response.body());
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
