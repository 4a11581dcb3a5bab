package dev.nightjar.cli.local;

import dev.nightjar.cli.JavaCommand;
import dev.nightjar.cli.Pause;
import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.files.FileTrouble;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
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
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/** Starts and stops the server of this machine as a process in the background. */
public final class LocalServer {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration ONE_LOOK = Duration.ofSeconds(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final int LAST_LINES = 15;
  private static final int MOST_BYTES = 16_384;
  private static final String REASON = "nightjar: ";

  /** What the launcher script gives every JVM besides. */
  private static final String MORE_OPTIONS = "NIGHTJAR_JAVA_OPTS";

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
      return LocalServer.address(settings.port());
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
    requireFree(settings);
    Optional<LocalRecord> before = LocalRecord.read(home);
    long written = log(settings).toFile().length();
    Process process = begin(settings);
    Instant begun =
        process
            .info()
            .startInstant()
            .orElseThrow(
                () -> new UserException("This system does not tell when a process began."));
    new LocalRecord(process.pid(), begun, settings).write(home);
    Running running = new Running(process.pid(), settings);
    try {
      awaitReady(process, running, written);
    } catch (UserException e) {
      if (!process.isAlive()) {
        // the next start is not to try what did not work
        LocalRecord.restore(home, before);
      }
      throw e;
    }
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
      throw new UserException("The server cannot be started: " + FileTrouble.of(e) + ".", e);
    }
  }

  /**
   * In a session of its own where there is a program for it, so that a closed terminal leaves it.
   */
  private List<String> command(LocalSettings settings) {
    List<String> command = new ArrayList<>();
    Path setsid = Path.of("/usr/bin/setsid");
    if (Files.isExecutable(setsid)) {
      command.add(setsid.toString());
    }
    List<String> options = new ArrayList<>(JavaCommand.serverOptions());
    options.addAll(
        Stream.of(variables.getOrDefault(MORE_OPTIONS, "").split("\\s+"))
            .filter(option -> !option.isEmpty())
            .toList());
    command.addAll(JavaCommand.of(options, settings.arguments()));
    return command;
  }

  /**
   * Whoever has the port already would be taken for the server that is started.
   *
   * @throws UserException if somebody listens there
   */
  private static void requireFree(LocalSettings settings) {
    URI address = address(settings.port());
    try (ServerClient client = new ServerClient(address, "")) {
      if (client.answers("/health/live", ONE_LOOK)) {
        throw new UserException(
            "A server answers at %s already, which `nightjar local start` has not started. Stop it, or give another port: --port."
                .formatted(address));
      }
    }
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress("localhost", settings.port()), (int) ONE_LOOK.toMillis());
      throw new UserException(
          "Port %d is taken by another program. Give another port: --port."
              .formatted(settings.port()));
    } catch (IOException free) {
      // nobody listens
    }
  }

  /**
   * @param written how long the log was before
   */
  private static void awaitReady(Process process, Running running, long written) {
    Instant end = InstantSource.system().instant().plus(PATIENCE);
    while (!answers(running)) {
      if (!process.isAlive()) {
        throw new UserException(
            "The server ended as it started. The end of "
                + running.log()
                + ":\n"
                + end(running, written));
      }
      if (InstantSource.system().instant().isAfter(end)) {
        throw new UserException(
            "The server does not answer after two minutes. See " + running.log() + ".");
      }
      Pause.REAL.sleep(BETWEEN_LOOKS);
    }
  }

  /** Whether it is that server which answers: another one does not know its token. */
  private static boolean answers(Running running) {
    Path tokens = running.settings().dataDir().resolve("tokens");
    if (!Files.isRegularFile(tokens)) {
      return false;
    }
    try (ServerClient client = new ServerClient(running.address(), adminToken(tokens))) {
      return client.answers("/health/ready", ONE_LOOK) && client.answers("/v1/workspace", ONE_LOOK);
    }
  }

  private static String adminToken(Path tokens) {
    try {
      return Json.parse(Files.readString(tokens)).path("workspace_admin_token").asString("");
    } catch (IOException | JacksonException e) {
      throw new UserException(tokens + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static String end(Running running, long written) {
    try (SeekableByteChannel log = Files.newByteChannel(running.log())) {
      log.position(Math.max(written, log.size() - MOST_BYTES));
      byte[] last = Channels.newInputStream(log).readAllBytes();
      List<String> all = new String(last, StandardCharsets.UTF_8).lines().toList();
      // what the server says of its end is the last of these; what else is there is for operators
      List<String> reasons = all.stream().filter(line -> line.startsWith(REASON)).toList();
      List<String> lines = reasons.isEmpty() ? all : List.of(reasons.getLast());
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

  private static URI address(int port) {
    return URI.create("http://localhost:" + port);
  }

  private static Path log(LocalSettings settings) {
    return settings.dataDir().resolve("server.log");
  }
}
