package dev.nightjar.clickhouse.testing;

import dev.nightjar.clickhouse.http.ClickHouseServer;
import dev.nightjar.clickhouse.remote.RemoteOptions;
import dev.nightjar.clickhouse.remote.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A ClickHouse in a process of its own, always on the same port and with the same data: it can be
 * killed and started again.
 */
public final class ClickHouseProcess implements AutoCloseable {
  /** The password of its user {@code default}. */
  public static final String PASSWORD = "s3cret";

  private final Path directory;
  private final int port;
  private Optional<Process> process = Optional.empty();

  /** One that does not run yet. */
  public ClickHouseProcess(Path directory) {
    this.directory = directory;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      this.port = socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How to reach it. */
  public RemoteOptions options() {
    return RemoteOptions.at(URI.create("http://127.0.0.1:" + port))
        .as("default", Secret.of(PASSWORD));
  }

  /** Starts it; it answers when this returns. */
  public ClickHouseProcess start() {
    try {
      Process started =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "--enable-native-access=ALL-UNNAMED",
                  "-Dnightjar.home=" + System.getProperty("nightjar.home", ""),
                  "-cp",
                  System.getProperty("java.class.path"),
                  ClickHouseProcess.class.getName(),
                  directory.toString(),
                  Integer.toString(port))
              .redirectErrorStream(true)
              .start();
      process = Optional.of(started);
      BufferedReader said =
          new BufferedReader(
              new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
      StringBuilder before = new StringBuilder();
      String line = said.readLine();
      while (!"ready".equals(line)) {
        if (line == null) {
          throw new IllegalStateException("the ClickHouse process did not start: " + before);
        }
        before.append(line).append('\n');
        line = said.readLine();
      }
      // Whatever it says later must not fill the pipe.
      Thread.ofVirtual().start(() -> said.lines().forEach(_ -> {}));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as a power cut of the process would. */
  public void kill() {
    process.ifPresent(running -> {
      running.destroyForcibly();
      running.onExit().join();
    });
    process = Optional.empty();
  }

  @Override
  public void close() {
    kill();
  }

  /** Serves until it is killed, or whoever started it has ended. */
  public static void main(String[] arguments) throws Exception {
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
    try (ClickHouseServer _ =
        ClickHouseServer.start(
            new ClickHouseServer.Options(
                Optional.of("127.0.0.1"),
                Integer.parseInt(arguments[1]),
                Path.of(arguments[0]),
                PASSWORD))) {
      System.out.println("ready");
      Thread.currentThread().join();
    }
  }
}
