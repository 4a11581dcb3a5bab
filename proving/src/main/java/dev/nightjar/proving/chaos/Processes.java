package dev.nightjar.proving.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The processes and what is between them: the stand-in for AWS, a proxy, the server; and where the
 * database is a process of its own, another proxy and the database.
 */
final class Processes implements AutoCloseable {

  private final int awsPort = freePort();
  private final int serverPort = freePort();
  private final int clickHousePort = freePort();
  private final Child aws;
  private final Child server;
  private final Optional<Child> clickHouse;
  private final List<TcpProxy> proxies = new ArrayList<>();

  Processes(
      ChaosOptions options,
      Launcher launcher,
      Saboteur saboteur,
      Tally tally,
      SplittableRandom random) {
    Path folder = options.folder();
    aws =
        new Child(
            "stand-in for AWS",
            launcher.command(
                List.of(
                    "aws-local",
                    "--port",
                    Integer.toString(awsPort),
                    "--shards",
                    "2",
                    "--export-duration",
                    "1500ms",
                    "--history",
                    "2h",
                    "--data-dir",
                    folder.resolve("aws").toString())),
            Map.of(),
            folder.resolve("aws.log"),
            Optional.empty());
    TcpProxy toAws = new TcpProxy("to aws", awsPort, tally, random.split());
    proxies.add(toAws);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "server",
                "--port",
                Integer.toString(serverPort),
                "--clickhouse-port",
                "none",
                "--data-dir",
                serverFolder(options).toString()));
    if (options.remote()) {
      TcpProxy toClickHouse = new TcpProxy("to clickhouse", clickHousePort, tally, random.split());
      proxies.add(toClickHouse);
      arguments.add("--clickhouse-url");
      arguments.add("http://127.0.0.1:" + toClickHouse.port());
      clickHouse =
          Optional.of(
              new Child(
                  "clickhouse",
                  launcher.command(
                      List.of(
                          "clickhouse",
                          "--port",
                          Integer.toString(clickHousePort),
                          "--data-dir",
                          folder.resolve("clickhouse").toString())),
                  Map.of(),
                  folder.resolve("clickhouse.log"),
                  Optional.empty()));
    } else {
      clickHouse = Optional.empty();
    }
    server =
        new Child(
            "server",
            launcher.command(arguments),
            Map.of(
                "AWS_ENDPOINT_URL", "http://127.0.0.1:" + toAws.port(),
                "AWS_REGION", "us-east-1",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_EC2_METADATA_DISABLED", "true"),
            serverLog(options),
            options.powerCuts()
                ? Optional.of(
                    new PowerCut(
                        serverFolder(options),
                        folder.resolve("server.trace"),
                        saboteur::diskKeepsItsWord,
                        options.tornWrites()
                            ? Optional.of(
                                new PowerCut.Torn(random.split(), () -> tally.fault(Tally.TORN)))
                            : Optional.empty()))
                : Optional.empty());
  }

  /** Where the server keeps everything. */
  static Path serverFolder(ChaosOptions options) {
    return options.folder().resolve("server");
  }

  /** What the server prints, in all its lives. */
  static Path serverLog(ChaosOptions options) {
    return options.folder().resolve("server.log");
  }

  /** The stand-in for AWS itself, not the proxy. */
  URI awsAddress() {
    return URI.create("http://127.0.0.1:" + awsPort);
  }

  URI serverAddress() {
    return URI.create("http://localhost:" + serverPort);
  }

  /** The database's HTTP interface itself, where it is a process of its own. */
  URI clickHouseAddress() {
    return URI.create("http://127.0.0.1:" + clickHousePort);
  }

  Child aws() {
    return aws;
  }

  Child server() {
    return server;
  }

  Optional<Child> clickHouse() {
    return clickHouse;
  }

  List<TcpProxy> proxies() {
    return proxies;
  }

  @Override
  public void close() {
    server.close();
    clickHouse.ifPresent(Child::close);
    proxies.forEach(TcpProxy::close);
    aws.close();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
