package dev.nightjar.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command of Nightjar's in a JVM of its own, its output in a file. */
final class ChildProcess implements AutoCloseable {
  private static final long SECONDS_TO_STOP = 60;

  private final Process process;
  private final Path log;

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static ChildProcess start(
      List<String> jvmOptions, Map<String, String> environment, Path log, String... command) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(jvmOptions);
    line.add("--enable-native-access=ALL-UNNAMED");
    line.add("-Dnightjar.home=" + System.getProperty("nightjar.home", ""));
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add("dev.nightjar.cli.Main");
    line.addAll(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().remove("NIGHTJAR_KEY");
    builder.environment().putAll(environment);
    try {
      return new ChildProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails with the end of what the process said, if it has ended. */
  void check() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "a process ended with " + process.exitValue() + ": " + tail());
    }
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** CPU time that the process has used so far; zero where the system does not tell. */
  Duration cpuTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Resident memory in bytes, as Linux tells it; -1 on other systems. */
  long residentBytes() {
    return residentBytes(process.pid());
  }

  /** The same of any process. */
  static long residentBytes(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.isReadable(status)) {
      return -1;
    }
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("RssAnon:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes of its heap that are in use after a full collection, which this asks for. */
  long heapBytesAfterCollection() {
    run("jcmd", Long.toString(process.pid()), "GC.run");
    // jstat's columns are kilobytes: the survivors, eden and old generations in use.
    String[] lines = run("jstat", "-gc", Long.toString(process.pid())).strip().split("\n");
    List<String> names = List.of(lines[0].strip().split("\\s+"));
    String[] values = lines[1].strip().split("\\s+");
    return Stream.of("S0U", "S1U", "EU", "OU")
        .mapToLong(name -> (long) (Double.parseDouble(values[names.indexOf(name)]) * 1024))
        .sum();
  }

  private static String run(String tool, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    line.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(tool + " failed: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Asks the process to stop (SIGTERM) and waits for its end. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("a process did not stop when asked to: " + tail());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
