package dev.nightjar.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command finds around it, so that tests can give it another.
 *
 * @param terminal where it reads and prints
 * @param directory the working directory: the project folder of {@code build} and {@code deploy}
 * @param home the user's home folder; data directories are below it unless named
 * @param localServer where the server of this machine listens when nobody says otherwise
 * @param variables the environment variables
 */
public record Environment(
    Terminal terminal, Path directory, Path home, URI localServer, Map<String, String> variables) {

  public Environment {
    variables = Map.copyOf(variables);
  }

  static Environment ofProcess() {
    return new Environment(
        Terminal.ofProcess(),
        Path.of("").toAbsolutePath(),
        Path.of(System.getenv().getOrDefault("HOME", System.getProperty("user.home"))),
        URI.create("http://localhost:7181"),
        System.getenv());
  }
}
