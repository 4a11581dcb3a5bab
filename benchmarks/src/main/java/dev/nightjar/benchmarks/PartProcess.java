package dev.nightjar.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A part of the bench in a JVM of its own, so that none is measured in what another left. */
final class PartProcess {
  private PartProcess() {}

  /** The parts. */
  enum Kind {
    ENCODE(List.of("-Xmx512m", "-XX:+UseSerialGC"), List.of()),
    BACKFILL(List.of("-Xmx3g", "-XX:+UseSerialGC"), List.of()),
    /** In as much memory as a server has. */
    TAILING(List.of("-Xmx400m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=96m"), List.of()),
    WHOLE(List.of("-Xmx512m"), List.of("--items", "50000", "--seconds", "15"));

    private final List<String> jvmOptions;
    private final List<String> inAHurry;

    Kind(List<String> jvmOptions, List<String> inAHurry) {
      this.jvmOptions = jvmOptions;
      this.inAHurry = inAHurry;
    }

    String command() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    private List<String> arguments(boolean quick) {
      List<String> arguments = new ArrayList<>(List.of(command(), "--json"));
      if (quick) {
        arguments.addAll(inAHurry.isEmpty() ? List.of("--quick") : inAHurry);
      }
      return arguments;
    }
  }

  /**
   * Runs one.
   *
   * @return its JSON object
   * @throws IllegalStateException if it failed; it has said why on the standard error
   */
  static ObjectNode run(Kind kind, boolean quick) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(kind.jvmOptions);
    line.add("--enable-native-access=ALL-UNNAMED");
    line.add("--sun-misc-unsafe-memory-access=allow");
    line.add("-Dnightjar.home=" + System.getProperty("nightjar.home", ""));
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(Bench.class.getName());
    line.addAll(kind.arguments(quick));
    try {
      Process process =
          new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String last = "";
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String next = lines.readLine(); next != null; next = lines.readLine()) {
          last = next;
        }
      }
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IllegalStateException(kind.command() + " could not be measured: exit " + exit);
      }
      return (ObjectNode) new JsonMapper().readTree(last);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
