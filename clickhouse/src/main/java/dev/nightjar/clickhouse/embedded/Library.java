package dev.nightjar.clickhouse.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Finds the engine's library and says what to do where there is none. */
final class Library {
  /** Older ones lack functions, or take the JVM's signal handlers away. */
  static final String OLDEST = "26.7.3";

  static final String VARIABLE = "NIGHTJAR_LIBCHDB";
  static final String HOME = "nightjar.home";
  static final String ADVICE =
      "Run `npm ci` in clickhouse/engine, or let "
          + VARIABLE
          + " name a libchdb.so of version "
          + OLDEST
          + " or newer.";

  private Library() {}

  /**
   * The library's file: the one given, else the environment's, else the one beside the launcher.
   *
   * @param environment looks up a variable, null where it is not set
   * @param properties looks up a system property, null where it is not set
   * @throws EngineException when there is none
   */
  static Path find(
      Optional<Path> given, UnaryOperator<String> environment, UnaryOperator<String> properties) {
    Optional<Path> named =
        given.or(() ->
            Optional.ofNullable(environment.apply(VARIABLE))
                .filter(value -> !value.isBlank())
                .map(Path::of));
    Path file = named.orElseGet(() -> besideTheLauncher(properties));
    if (!Files.isRegularFile(file)) {
      throw new EngineException("There is no ClickHouse library at " + file + ". " + ADVICE);
    }
    return file;
  }

  private static Path besideTheLauncher(UnaryOperator<String> properties) {
    String home = properties.apply(HOME);
    if (home == null) {
      throw new EngineException(
          "Where the ClickHouse library is has not been said: neither the variable "
              + VARIABLE
              + " nor the system property "
              + HOME
              + " is set. "
              + ADVICE);
    }
    String name = platformPackage(properties.apply("os.name"), properties.apply("os.arch"));
    return Path.of(home, "clickhouse", "engine", "node_modules", "@chdb", name, "libchdb.so");
  }

  static String platformPackage(String os, String architecture) {
    String system = os.toLowerCase(Locale.ROOT);
    String arch =
        switch (architecture) {
          case "amd64", "x86_64" -> "x64";
          case "aarch64", "arm64" -> "arm64";
          default -> throw unsupported(os, architecture);
        };
    if (system.startsWith("linux")) {
      return "lib-linux-" + arch + "-gnu";
    }
    if (system.startsWith("mac")) {
      return "lib-darwin-" + arch;
    }
    throw unsupported(os, architecture);
  }

  private static EngineException unsupported(String os, String architecture) {
    return new EngineException(
        "The embedded ClickHouse runs on Linux (glibc) and macOS on x64 and arm64, not on "
            + os
            + " "
            + architecture
            + ".");
  }

  /**
   * Refuses a library that is too old.
   *
   * @param version such as {@code 26.7.3}, with or without more behind it
   */
  static void check(String version, Path file) {
    if (Arrays.compare(numbers(version), numbers(OLDEST)) < 0) {
      throw new EngineException(
          "The ClickHouse library " + file + " is " + version + ", too old. " + ADVICE);
    }
  }

  private static int[] numbers(String version) {
    int[] numbers =
        Arrays.stream(version.split("[^0-9]+"))
            .filter(part -> !part.isEmpty())
            .limit(3)
            .mapToInt(Integer::parseInt)
            .toArray();
    return Arrays.copyOf(numbers, 3);
  }
}
