package dev.nightjar.cli.connect;

import dev.nightjar.cli.Interruption;
import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.FoundServer;
import dev.nightjar.cli.api.Secrets;
import dev.nightjar.cli.files.NewFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The step that leaves something behind: the role's ARN as a secret of each server, and the files.
 * All of it happens, or nothing, even if the command is told to stop meanwhile.
 */
final class Creation {

  private final List<FoundServer> servers;
  private final Path folder;

  Creation(List<FoundServer> servers, Path folder) {
    this.servers = List.copyOf(servers);
    this.folder = folder;
  }

  /**
   * Sets the secret and writes the files.
   *
   * @param replace whether files that are there are replaced
   * @return the files' paths
   */
  List<String> create(String secret, String roleArn, Map<String, String> files, boolean replace) {
    List<FoundServer> without =
        servers.stream().filter(server -> !Secrets.isSet(server.client(), secret)).toList();
    try (Interruption interruption = new Interruption();
        NewFiles drafts = NewFiles.prepare(folder, files, replace)) {
      try {
        servers.forEach(server -> Secrets.set(server.client(), secret, roleArn));
        return drafts.put();
      } catch (RuntimeException e) {
        // what follows must not be interrupted by what ended the step
        interruption.requested();
        Thread.interrupted();
        throw takenBack(secret, without, e);
      }
    }
  }

  private RuntimeException takenBack(
      String secret, List<FoundServer> without, RuntimeException failure) {
    if (without.size() < servers.size()) {
      return new UserException(
          failure.getMessage() + " No file was written; the secret " + secret + " may be set anew.",
          failure);
    }
    try {
      without.forEach(server -> Secrets.remove(server.client(), secret));
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
      return new UserException(
          "%s No file was written, but the secret %s may be on the server: `nightjar secret rm %s`."
              .formatted(failure.getMessage(), secret, secret),
          failure);
    }
    return failure;
  }
}
