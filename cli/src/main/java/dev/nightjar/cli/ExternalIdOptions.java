package dev.nightjar.cli;

import dev.nightjar.server.ServerOptions;
import dev.nightjar.server.aws.ExternalIdSettings;
import dev.nightjar.server.aws.ExternalIdSource;
import dev.nightjar.server.secret.ServerKey;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the external ids of roles are made from. */
final class ExternalIdOptions {
  /** Holds the key itself; a command line is no place for one. */
  private static final String KEY_VARIABLE = "NIGHTJAR_EXTERNAL_ID_KEY";

  /** No workspace can have this name. */
  private static final String EACH = "each-its-own";

  @Option(
      names = "--external-id-workspace",
      paramLabel = "NAME",
      description =
          "Make the external ids of all workspaces from this name, so that a role serves them all;"
              + " `each-its-own` gives each workspace its own (default: the main workspace's name"
              + " where only this machine reaches the server, otherwise each its own).")
  Optional<String> workspace = Optional.empty();

  @Option(
      names = "--external-id-key-file",
      paramLabel = "FILE",
      description = {
        "Make external ids with the key in this file, 64 hexadecimal digits, so that servers can"
            + " share it (default: the server's own). "
            + KEY_VARIABLE
            + " may hold the key itself."
      })
  Optional<Path> keyFile = Optional.empty();

  /**
   * The options with these.
   *
   * @throws UserException for a name or a key that is none
   */
  ServerOptions applyTo(ServerOptions options, Environment environment) {
    try {
      return options.withExternalIds(
          new ExternalIdSettings(
              workspace.map(ExternalIdOptions::source).orElse(options.externalIds().source()),
              key(environment)));
    } catch (IllegalArgumentException e) {
      throw new UserException("--external-id-workspace: " + e.getMessage() + ".", e);
    }
  }

  private static ExternalIdSource source(String workspace) {
    return workspace.equals(EACH)
        ? new ExternalIdSource.EachWorkspace()
        : new ExternalIdSource.OneWorkspace(workspace);
  }

  private Optional<ServerKey> key(Environment environment) {
    if (keyFile.isPresent()) {
      return Optional.of(read(environment.directory().resolve(keyFile.get())));
    }
    return KeyVariable.of(KEY_VARIABLE, environment);
  }

  private static ServerKey read(Path file) {
    try {
      return ServerKey.read(file);
    } catch (NoSuchFileException e) {
      throw new UserException(
          "There is no file "
              + file
              + " for --external-id-key-file. `openssl rand -hex 32` prints a key.",
          e);
    } catch (IOException e) {
      throw new UserException("--external-id-key-file: " + e.getMessage() + ".", e);
    }
  }
}
