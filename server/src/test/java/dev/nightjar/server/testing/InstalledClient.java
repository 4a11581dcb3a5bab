package dev.nightjar.server.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A client that others publish: installed once, below the user's cache folder, in the versions that
 * its files below {@code src/test/clients} pin, and run as a process.
 *
 * @param folder where it is installed
 */
public record InstalledClient(Path folder) {
  private static final Path SOURCES =
      Path.of(System.getProperty("nightjar.home"), "server", "src", "test", "clients");

  /** What makes a client of a folder with its pins in it. */
  private interface Installation {
    void run(Path folder) throws IOException, InterruptedException;
  }

  /**
   * A Python client, in a virtual environment.
   *
   * @param name the folder with its {@code requirements.txt}
   */
  public static InstalledClient python(String name) throws IOException, InterruptedException {
    return installed(
        name,
        List.of("requirements.txt"),
        folder -> {
          run(folder, List.of("python3", "-m", "venv", "venv"));
          run(
              folder,
              List.of("venv/bin/pip", "install", "--quiet", "--requirement", "requirements.txt"));
        });
  }

  /**
   * A JavaScript client.
   *
   * @param name the folder with its {@code package.json} and the lock file
   */
  public static InstalledClient javaScript(String name) throws IOException, InterruptedException {
    return installed(
        name,
        List.of("package-lock.json", "package.json"),
        folder -> run(folder, List.of("npm", "ci", "--no-audit", "--no-fund")));
  }

  /** A file beside the pins of all clients. */
  public static Path source(String path) {
    return SOURCES.resolve(path);
  }

  /** Runs the language's conformance program and answers what it printed; it must succeed. */
  public String check(String interpreter, String program, String... arguments)
      throws IOException, InterruptedException {
    Files.copy(
        SOURCES.resolve(program),
        folder.resolve(Path.of(program).getFileName()),
        StandardCopyOption.REPLACE_EXISTING);
    List<String> command = new ArrayList<>();
    command.add(interpreter);
    command.add(Path.of(program).getFileName().toString());
    command.addAll(List.of(arguments));
    return run(folder, command);
  }

  private static InstalledClient installed(
      String language, List<String> pins, Installation installation)
      throws IOException, InterruptedException {
    Path clients = cache().resolve("nightjar").resolve("clients");
    Path folder = clients.resolve(language.replace('/', '-') + "-" + hash(language, pins));
    Files.createDirectories(clients);
    try (FileChannel lock =
            FileChannel.open(
                clients.resolve(folder.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = lock.lock()) {
      Path complete = folder.resolve(".complete");
      if (Files.notExists(complete)) {
        Files.createDirectories(folder);
        for (String pin : pins) {
          Files.copy(
              SOURCES.resolve(language).resolve(pin),
              folder.resolve(pin),
              StandardCopyOption.REPLACE_EXISTING);
        }
        installation.run(folder);
        Files.createFile(complete);
      }
    }
    return new InstalledClient(folder);
  }

  private static Path cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(path -> !path.isBlank())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
  }

  private static String hash(String language, List<String> pins) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String pin : pins) {
        digest.update(Files.readAllBytes(SOURCES.resolve(language).resolve(pin)));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new AssertionError(String.join(" ", command) + " ended with " + code + ":\n" + output);
    }
    return output;
  }
}
