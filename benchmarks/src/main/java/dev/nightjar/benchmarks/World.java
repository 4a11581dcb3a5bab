package dev.nightjar.benchmarks;

import dev.nightjar.cli.JavaCommand;
import dev.nightjar.cli.api.Secrets;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.api.UnreachableException;
import dev.nightjar.cli.demo.DemoProject;
import dev.nightjar.cli.files.ProjectFile;
import dev.nightjar.cli.files.ProjectFolder;
import dev.nightjar.proving.flights.AwsClients;
import dev.nightjar.proving.flights.FlightTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A local AWS and a server in processes of their own, and the table to mirror. */
final class World implements AutoCloseable {
  private static final String BUCKET = "flights-exports";
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final Path folder;
  private final List<String> memory;
  private final int serverPort = freePort();
  private final AwsProcess aws;
  private final AwsClients clients;
  private ChildProcess server;
  private ServerClient api;

  World(Path folder) {
    this(folder, JavaCommand.serverOptions());
  }

  /**
   * Of a server with another memory.
   *
   * @param memory options of its JVM
   */
  World(Path folder, List<String> memory) {
    this.folder = folder;
    this.memory = memory;
    aws = AwsProcess.start(folder);
    clients = new AwsClients(aws.endpoint(), AwsProcess.KEY_ID, AwsProcess.SECRET);
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean listens(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException _) {
      // Refused: not listening yet.
      return false;
    }
  }

  /** Waits for what is asked of the server seldom, so that the asking does not slow it down. */
  static void awaitCalmly(ChildProcess process, BooleanSupplier condition) {
    await(process, condition, Duration.ofMillis(200));
  }

  static void await(ChildProcess process, BooleanSupplier condition) {
    await(process, condition, Duration.ofMillis(5));
  }

  private static void await(ChildProcess process, BooleanSupplier condition, Duration pause) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      process.check();
      if (System.nanoTime() > end) {
        throw new IllegalStateException("waited " + PATIENCE + " in vain");
      }
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  AwsClients clients() {
    return clients;
  }

  ServerClient api() {
    return api;
  }

  ChildProcess server() {
    return server;
  }

  FlightTable table() {
    return new FlightTable(clients.dynamo(), DemoProject.TABLE);
  }

  /** Switches the table's stream on or off. */
  void stream(boolean enabled) {
    clients
        .dynamo()
        .updateTable(request ->
            request
                .tableName(DemoProject.TABLE)
                .streamSpecification(stream -> {
                  stream.streamEnabled(enabled);
                  if (enabled) {
                    stream.streamViewType(StreamViewType.NEW_AND_OLD_IMAGES);
                  }
                }));
    clients.dynamo().waiter().waitUntilTableExists(request -> request.tableName(DemoProject.TABLE));
  }

  /**
   * Starts the server on its data directory.
   *
   * @return how long it took until a query was answered
   */
  Duration startServer() {
    long start = System.nanoTime();
    Map<String, String> environment =
        Map.of(
            "AWS_ENDPOINT_URL",
            aws.endpoint().toString(),
            "AWS_ACCESS_KEY_ID",
            AwsProcess.KEY_ID,
            "AWS_SECRET_ACCESS_KEY",
            AwsProcess.SECRET,
            "AWS_REGION",
            AwsClients.REGION);
    server =
        ChildProcess.start(
            memory,
            environment,
            folder.resolve("server.log"),
            "server",
            "--port",
            Integer.toString(serverPort),
            "--data-dir",
            folder.resolve("data").toString());
    Path tokens = folder.resolve("data").resolve("tokens");
    await(server, () -> Files.isReadable(tokens) && listens(serverPort));
    api = new ServerClient(URI.create("http://127.0.0.1:" + serverPort), "");
    api = new ServerClient(api.base(), adminToken());
    await(server, this::answers);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private String adminToken() {
    JsonNode tokens = new JsonMapper().readTree(folder.resolve("data").resolve("tokens").toFile());
    return tokens.path("workspace_admin_token").asString();
  }

  private boolean answers() {
    try {
      return api.ask("/health/ready").status() == 200
          && api.ask("/v0/sql?q=" + ServerClient.encode("SELECT 1")).status() == 200;
    } catch (UnreachableException _) {
      // Not listening yet.
      return false;
    }
  }

  void stopServer() {
    api.close();
    server.close();
  }

  /** Creates the bucket, the role that the server asks for, the secret and the project's files. */
  void prepareProject(String tableArn) {
    clients.createBucket(BUCKET);
    String policies = "/v0/integrations/dynamodb/policies/";
    JsonNode trust = api.get(policies + "trust-policy?external_id_seed=" + DemoProject.CONNECTION);
    JsonNode access =
        api.get(
            policies + "read-access-policy?bucket=" + BUCKET + "&table_name=" + DemoProject.TABLE);
    String role = clients.createRole("nightjar", trust.toString(), access.toString());
    Secrets.set(api, DemoProject.SECRET, role);
    new DemoProject(tableArn, AwsClients.REGION, BUCKET).write(folder.resolve("project"));
  }

  /** Deploys the mirrored table alone. */
  void deployTable() {
    deploy(
        ProjectFolder.read(folder.resolve("project")).stream()
            .filter(file ->
                file.resource().equals(DemoProject.TABLE)
                    || file.resource().equals(DemoProject.CONNECTION))
            .toList());
  }

  /** Deploys the whole project, with the view that keeps every change. */
  void deployAll() {
    deploy(ProjectFolder.read(folder.resolve("project")));
  }

  void deploy(List<ProjectFile> files) {
    JsonNode answer = api.upload("/v1/deploy?auto_promote=true", files).json();
    if (!answer.path("result").asString("").equals("success")) {
      throw new IllegalStateException("the deployment failed: " + answer);
    }
  }

  /** The mirror's entry of {@code /v1/mirrors}. */
  JsonNode mirror() {
    JsonNode mirrors = api.get("/v1/mirrors");
    for (JsonNode mirror : mirrors.isArray() ? mirrors : mirrors.path("mirrors")) {
      if (mirror.path("datasource").asString("").equals(DemoProject.TABLE)) {
        if (mirror.path("state").asString("").equals("FAILED")) {
          throw new IllegalStateException("the mirror failed: " + mirror);
        }
        return mirror;
      }
    }
    throw new IllegalStateException("no such mirror: " + mirrors);
  }

  @Override
  public void close() {
    if (server != null) {
      stopServer();
    }
    clients.close();
    aws.close();
  }
}
