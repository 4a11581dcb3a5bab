package dev.nightjar.server.aws;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name that external ids are made from. */
public sealed interface ExternalIdSource {

  /** Each workspace's own, so that no workspace can use a role that trusts another one. */
  record EachWorkspace() implements ExternalIdSource {}

  /**
   * One name for all workspaces of the server.
   *
   * @param workspace letters, digits and underscores, a letter first
   */
  record OneWorkspace(String workspace) implements ExternalIdSource {

    /**
     * @throws IllegalArgumentException when it is no name of a workspace
     */
    public OneWorkspace {
      if (!workspace.matches("[A-Za-z][A-Za-z0-9_]*")) {
        throw new IllegalArgumentException(
            "'"
                + workspace
                + "' is no name of a workspace: it must start with a letter and hold only letters, digits and underscores");
      }
    }
  }

  /**
   * The main workspace's for a server that only its own machine reaches, whose clients name
   * workspaces after git branches; each workspace's own for any other server.
   */
  record ByAddress() implements ExternalIdSource {
    private static final Pattern LOOPBACK =
        Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1", Pattern.CASE_INSENSITIVE);

    /**
     * What it comes to.
     *
     * @param host the address that the server listens on; empty means loopback
     * @param main the main workspace's name
     */
    public ExternalIdSource of(Optional<String> host, String main) {
      return host.isEmpty() || LOOPBACK.matcher(host.get()).matches()
          ? new OneWorkspace(main)
          : new EachWorkspace();
    }
  }
}
