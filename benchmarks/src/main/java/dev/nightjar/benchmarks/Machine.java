package dev.nightjar.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ObjectNode;

/** What was measured on. */
final class Machine {
  private Machine() {}

  /** Adds processors, system, versions, the commit and the time. */
  static ObjectNode describe(ObjectNode target) {
    target.put("measured_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    target.put("commit", commit());
    target.put("processors", Runtime.getRuntime().availableProcessors());
    target.put("processor", processor());
    target.put(
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    target.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    return target;
  }

  private static String processor() {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(file)) {
      return "unknown";
    }
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The checkout's commit, with a plus behind it if files differ from it. */
  private static String commit() {
    String home = System.getProperty("nightjar.home", ".");
    String commit = git(home, "rev-parse", "--short=12", "HEAD");
    boolean changed = !git(home, "status", "--porcelain", "--untracked-files=no").isEmpty();
    return commit.isEmpty() ? "unknown" : commit + (changed ? "+" : "");
  }

  /** What git says; nothing where there is no git or no checkout. */
  private static String git(String home, String... arguments) {
    String[] line = new String[arguments.length + 3];
    line[0] = "git";
    line[1] = "-C";
    line[2] = home;
    System.arraycopy(arguments, 0, line, 3, arguments.length);
    try {
      Process process =
          new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? answer : "";
    } catch (IOException _) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
