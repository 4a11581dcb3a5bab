package dev.nightjar.cli.local;

import dev.nightjar.cli.Main;
import dev.nightjar.cli.Pause;
import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.ServerClient;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts and stops the server of this machine as a process in the background. */
public final class LocalServer {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration ONE_LOOK = Duration.ofSeconds(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final int LAST_LINES = 15;

  private final Path home;
  private final Map<String, String> variables;

  /**
   * @param home the user's home folder
   * @param variables the environment that the server gets, credentials apart
   */
  public LocalServer(Path home, Map<String, String> variables) {
    this.home = home;
    this.variables = Map.copyOf(variables);
  }

  /**
   * A server that runs.
   *
   * @param pid of its process
   * @param settings how it runs
   */
  public record Running(long pid, LocalSettings settings) {

    /** Where its API is. */
    public URI address() {
      return URI.create("http://localhost:" + settings.port());
    }

    /** Where it writes what an operator wants to know. */
    public Path log() {
      return LocalServer.log(settings);
    }
  }

  /** The server that runs, if it does. */
  public Optional<Running> running() {
    return LocalRecord.read(home)
        .filter(server -> server.process().isPresent())
        .map(server -> new Running(server.pid(), server.settings()));
  }

  /** How it ran when it was started last. */
  public Optional<LocalSettings> lastSettings() {
    return LocalRecord.read(home).map(LocalRecord::settings);
  }

  /**
   * Starts it and waits until it answers.
   *
   * @throws UserException if it does not; its log's last lines are in the message
   */
  public Running start(LocalSettings settings) {
    Process process = begin(settings);
    Instant begun =
        process
            .info()
            .startInstant()
            .orElseThrow(
                () -> new UserException("This system does not tell when a process began."));
    new LocalRecord(process.pid(), begun, settings).write(home);
    Running running = new Running(process.pid(), settings);
    awaitReady(process, running);
    return running;
  }

  private Process begin(LocalSettings settings) {
    try {
      Files.createDirectories(settings.dataDir());
      ProcessBuilder builder =
          new ProcessBuilder(command(settings))
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log(settings).toFile()));
      builder.environment().clear();
      builder.environment().putAll(variables);
      if (!settings.awsCredentials()) {
        AwsVariables.hide(builder.environment(), settings.dataDir());
      }
      return builder.start();
    } catch (IOException e) {
      throw new UserException("The server cannot be started: " + e.getMessage() + ".", e);
    }
  }

  /**
   * In a session of its own where there is a program for it, so that a closed terminal leaves it.
   */
  private static List<String> command(LocalSettings settings) {
    List<String> command = new ArrayList<>();
    Path setsid = Path.of("/usr/bin/setsid");
    if (Files.isExecutable(setsid)) {
      command.add(setsid.toString());
    }
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "-Xms64m",
            "-Xmx320m",
            "-XX:+UseSerialGC",
            "-XX:MaxDirectMemorySize=96m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dnightjar.home=" + System.getProperty("nightjar.home", ""),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(settings.arguments());
    return command;
  }

  private static void awaitReady(Process process, Running running) {
    Instant end = InstantSource.system().instant().plus(PATIENCE);
    try (ServerClient client = new ServerClient(running.address(), "")) {
      while (!client.answers("/health/ready", ONE_LOOK)) {
        if (!process.isAlive()) {
          throw new UserException(
              "The server ended as it started. The end of " + running.log() + ":\n" + end(running));
        }
        if (InstantSource.system().instant().isAfter(end)) {
          throw new UserException(
              "The server does not answer after two minutes. See " + running.log() + ".");
        }
        Pause.REAL.sleep(BETWEEN_LOOKS);
      }
    }
  }

  private static String end(Running running) {
    try {
      List<String> lines = Files.readAllLines(running.log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "(it cannot be read: " + e.getMessage() + ")";
    }
  }

  /**
   * Stops it and waits for its end; its mirrors finish the insert that they are in.
   *
   * @return whether one ran
   * @throws UserException if it does not end
   */
  public boolean stop() {
    Optional<ProcessHandle> process = LocalRecord.read(home).flatMap(LocalRecord::process);
    if (process.isEmpty()) {
      return false;
    }
    process.get().destroy();
    try {
      process.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      throw new UserException(
          "The server (process " + process.get().pid() + ") does not end. See its log.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("Interrupted.", e);
    }
  }

  private static Path log(LocalSettings settings) {
    return settings.dataDir().resolve("server.log");
  }
}
