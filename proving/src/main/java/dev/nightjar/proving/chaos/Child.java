package dev.nightjar.proving.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process that is ended and started again, always by the same command. Thread-safe. */
final class Child implements AutoCloseable {

  /** A server drains its requests for some seconds before it stops. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration MOMENT = Duration.ofMillis(100);

  private final String name;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private final Optional<PowerCut> powerCut;
  private Optional<Process> process = Optional.empty();
  private boolean ending;

  /**
   * @param environment its variables besides this process's, less those of AWS and Nightjar
   * @param log where all that it prints is appended
   * @param powerCut what {@link #kill} is, where it is more than SIGKILL
   */
  Child(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path log,
      Optional<PowerCut> powerCut) {
    this.name = name;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.log = log;
    this.powerCut = powerCut;
  }

  String name() {
    return name;
  }

  /** For the count, behind the name. */
  String howItIsKilled() {
    return powerCut.isPresent() ? " power cut" : " SIGKILL";
  }

  /**
   * Starts it, if it does not run. One that was told to end ends first.
   *
   * @throws ChaosFailedException if it does not, see {@link #terminate}
   */
  synchronized void start() throws InterruptedException {
    if (ending) {
      awaitEnd();
    }
    if (alive()) {
      return;
    }
    ProcessBuilder builder = new ProcessBuilder().redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> variables = builder.environment();
    variables.keySet().removeIf(key -> key.startsWith("AWS_") || key.startsWith("NIGHTJAR_"));
    variables.putAll(environment);
    Optional.ofNullable(System.getenv("NIGHTJAR_LIBCHDB"))
        .ifPresent(library -> variables.put("NIGHTJAR_LIBCHDB", library));
    try {
      builder.command(powerCut.isPresent() ? powerCut.get().traced(command) : command);
      process = Optional.of(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized boolean alive() {
    return process.filter(Process::isAlive).isPresent();
  }

  /**
   * Fails if it has ended by itself.
   *
   * @throws ChaosFailedException with where it told why
   */
  synchronized void check() {
    if (!alive()) {
      throw new ChaosFailedException("The " + name + " ended by itself; its log is " + log + ".");
    }
  }

  /** Ends it with SIGKILL, or by a power cut. */
  synchronized void kill() {
    if (process.isEmpty()) {
      return;
    }
    boolean cut = alive() && powerCut.isPresent();
    killUntilItIsDead();
    if (cut) {
      try {
        powerCut.get().happen();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Ends it so, and starts it at once. */
  synchronized void strike() throws InterruptedException {
    kill();
    start();
  }

  /**
   * Behind strace is the process that is meant; strace ends when that has. It has other children
   * and none for a moment while it starts: so it is not enough to do this once.
   */
  private void signal(Consumer<ProcessHandle> signal) {
    Process started = process.orElseThrow();
    if (powerCut.isPresent()) {
      started.children().forEach(signal);
    } else {
      signal.accept(started.toHandle());
    }
  }

  private void killUntilItIsDead() {
    while (alive()) {
      signal(ProcessHandle::destroyForcibly);
      Process killed = process.orElseThrow();
      killed.onExit().completeOnTimeout(killed, MOMENT.toMillis(), TimeUnit.MILLISECONDS).join();
    }
  }

  /**
   * Ends it with SIGTERM.
   *
   * @throws ChaosFailedException if it is still there a minute later
   */
  synchronized void terminate() throws InterruptedException {
    if (process.isPresent()) {
      ending = true;
      awaitEnd();
    }
  }

  private void awaitEnd() throws InterruptedException {
    for (int second = 0; second < PATIENCE.toSeconds(); second++) {
      signal(ProcessHandle::destroy);
      if (process.orElseThrow().waitFor(1, TimeUnit.SECONDS)) {
        ending = false;
        return;
      }
    }
    throw new ChaosFailedException(
        "The " + name + " did not stop within a minute of SIGTERM; its log is " + log + ".");
  }

  @Override
  public synchronized void close() {
    killUntilItIsDead();
  }
}
