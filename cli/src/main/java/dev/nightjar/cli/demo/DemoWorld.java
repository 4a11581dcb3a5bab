package dev.nightjar.cli.demo;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.RootKey;
import dev.nightjar.awslocal.dynamodb.TablesOptions;
import dev.nightjar.cli.Logging;
import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.api.ServerLocator;
import dev.nightjar.cli.files.FileTrouble;
import dev.nightjar.proving.flights.AwsClients;
import dev.nightjar.server.NightjarServer;
import dev.nightjar.server.ServerOptions;
import dev.nightjar.server.ServerStartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the demo brings with it: a local AWS, a server that uses it, and clients of both. */
final class DemoWorld implements AutoCloseable {

  /** The demo exports the table as it is: what was before need not stay in memory for long. */
  private static final Duration EXPORTS_LOOK_BACK = Duration.ofHours(1);

  private static final RootKey KEY = AwsLocalOptions.defaults().rootKeys().getFirst();

  private final AwsLocal awsLocal;
  private final AwsProperties properties;
  private final AwsClients aws;
  private final NightjarServer nightjar;
  private final ServerClient server;

  private DemoWorld(
      AwsLocal awsLocal,
      AwsProperties properties,
      AwsClients aws,
      NightjarServer nightjar,
      ServerClient server) {
    this.awsLocal = awsLocal;
    this.properties = properties;
    this.aws = aws;
    this.nightjar = nightjar;
    this.server = server;
  }

  static DemoWorld start(DemoOptions options) {
    Path folder = options.dataDir();
    prepare(folder);
    AwsLocal awsLocal = startAws(options);
    AwsProperties properties = new AwsProperties(awsLocal.endpoint(), KEY.id(), KEY.secret());
    AwsClients aws = new AwsClients(awsLocal.endpoint(), KEY.id(), KEY.secret());
    try {
      ServerOptions serverOptions = ServerOptions.in(folder).withPort(options.port());
      NightjarServer nightjar =
          NightjarServer.start(
              options.clickHouse().map(serverOptions::withClickHouse).orElse(serverOptions));
      URI address = URI.create("http://localhost:" + nightjar.port());
      return new DemoWorld(
          awsLocal, properties, aws, nightjar, ServerLocator.clientOfMachine(address));
    } catch (ServerStartException e) {
      aws.close();
      properties.close();
      awsLocal.close();
      throw new UserException(e.getMessage(), e);
    }
  }

  /** Where the local AWS listens. */
  URI awsEndpoint() {
    return awsLocal.endpoint();
  }

  AwsClients aws() {
    return aws;
  }

  ServerClient server() {
    return server;
  }

  @Override
  public void close() {
    server.close();
    nightjar.close();
    aws.close();
    properties.close();
    awsLocal.close();
  }

  private static AwsLocal startAws(DemoOptions options) {
    try {
      return AwsLocal.start(
          AwsLocalOptions.defaults()
              .withPort(options.awsPort())
              .withTables(TablesOptions.defaults().withHistory(EXPORTS_LOOK_BACK))
              .withDataDirectory(options.dataDir().resolve("aws")));
    } catch (IOException | UncheckedIOException e) {
      throw new UserException(
          "The local AWS cannot start: " + e.getMessage() + ". Choose another --aws-port.", e);
    }
  }

  private static void prepare(Path folder) {
    if (Files.exists(folder.resolve("state.db"))) {
      throw new UserException(
          folder
              + " holds an earlier demo, whose table the local AWS has forgotten."
              + " Choose another --data-dir, or delete it.");
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UserException(
          "The folder " + folder + " cannot be made: " + FileTrouble.of(e) + ".", e);
    }
    Logging.file(folder.resolve("demo.log"));
  }
}
