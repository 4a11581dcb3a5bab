package dev.nightjar.server.testing;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.embedded.EmbeddedClickHouse;
import dev.nightjar.clickhouse.embedded.EmbeddedOptions;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.dynamodb.connection.AwsConnector;
import dev.nightjar.server.NightjarServer;
import dev.nightjar.server.ServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * A server on a free port with a data directory of its own, and a stand-in for AWS behind it, for
 * one test class.
 */
public final class RunningServer implements BeforeAllCallback, AfterAllCallback {
  private final UnaryOperator<ServerOptions> options;
  private final AwsCredentialsProvider credentials;
  private final AwsLocalOptions awsOptions;
  private Path dataDir;
  private AwsLocal aws;
  private NightjarServer server;

  public RunningServer() {
    this(UnaryOperator.identity());
  }

  /** A server with other options. */
  public RunningServer(UnaryOperator<ServerOptions> options) {
    this(options, keys(), AwsLocalOptions.defaults());
  }

  private RunningServer(
      UnaryOperator<ServerOptions> options,
      AwsCredentialsProvider credentials,
      AwsLocalOptions awsOptions) {
    this.options = options;
    this.credentials = credentials;
    this.awsOptions = awsOptions;
  }

  private static AwsCredentialsProvider keys() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
  }

  /** A server before another stand-in for AWS. */
  public static RunningServer withAws(AwsLocalOptions aws) {
    return new RunningServer(UnaryOperator.identity(), keys(), aws);
  }

  /** A server with other options on a machine with those credentials. */
  public static RunningServer withCredentials(
      AwsCredentialsProvider credentials, UnaryOperator<ServerOptions> options) {
    return new RunningServer(options, credentials, AwsLocalOptions.defaults());
  }

  /** A server on a machine with those credentials. */
  public static RunningServer withCredentials(AwsCredentialsProvider credentials) {
    return new RunningServer(UnaryOperator.identity(), credentials, AwsLocalOptions.defaults());
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    EmbeddedEngine.release();
    dataDir = Files.createTempDirectory("server-");
    aws = AwsLocal.start(awsOptions);
    server = start();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    server.close();
    aws.close();
    delete(dataDir);
  }

  public Path dataDir() {
    return dataDir;
  }

  public AwsLocal aws() {
    return aws;
  }

  public NightjarServer server() {
    return server;
  }

  /** Stops the server and starts it again on the same data. */
  public void restart() {
    server.close();
    server = start();
  }

  /**
   * Does something to its database behind its back: stops it, and starts it again on the same data.
   */
  public void whileStopped(Consumer<ClickHouse> work) {
    server.close();
    try (ClickHouse clickHouse =
        EmbeddedClickHouse.open(EmbeddedOptions.at(dataDir.resolve("clickhouse")))) {
      work.accept(clickHouse);
    }
    server = start();
  }

  /** A client with the main workspace's token. */
  public Client client() {
    return new Client(server.address(), Optional.of(server.tokens().workspaceAdminToken()));
  }

  private NightjarServer start() {
    return NightjarServer.start(
        options.apply(ServerOptions.in(dataDir).withPort(0)),
        AwsConnector.builder().endpoint(aws.endpoint()).credentials(credentials).build());
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
