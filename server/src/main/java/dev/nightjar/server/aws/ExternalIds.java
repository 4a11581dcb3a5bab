package dev.nightjar.server.aws;

import dev.nightjar.server.ServerOptions;
import dev.nightjar.server.secret.ServerKey;
import dev.nightjar.server.workspace.Workspace;
import dev.nightjar.server.workspace.Workspaces;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * External ids of workspaces: 32 hexadecimal digits, an HMAC of the workspace's name and a seed. A
 * branch has those of its workspace. The same seed always gives the same id; nobody without the key
 * can make one. Where workspaces belong to different people, each has its own, so that none can use
 * a role that trusts another one.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">the confused
 *     deputy problem</a>
 */
public final class ExternalIds {
  private static final int BYTES = 16;

  private final ServerKey key;
  private final Optional<String> shared;
  private final Function<String, Optional<Workspace>> byId;

  /**
   * @param shared the name that the ids of all workspaces are made from; empty: each one's own
   * @param byId finds the workspace that a branch is of
   */
  public ExternalIds(
      ServerKey key, Optional<String> shared, Function<String, Optional<Workspace>> byId) {
    this.key = key;
    this.shared = shared;
    this.byId = byId;
  }

  /**
   * Those of a server.
   *
   * @param options its options
   * @param own its own key, where the options have none
   */
  public static ExternalIds of(
      ServerOptions options, ServerKey own, Workspace main, Workspaces workspaces) {
    ExternalIdSource source = options.externalIds().source();
    if (source instanceof ExternalIdSource.ByAddress usual) {
      source = usual.of(options.host(), main.name());
    }
    Optional<String> shared =
        source instanceof ExternalIdSource.OneWorkspace(String name)
            ? Optional.of(name)
            : Optional.empty();
    return new ExternalIds(options.externalIds().key().orElse(own), shared, workspaces::byId);
  }

  /** The name that the ids of all workspaces are made from, if they are made from one. */
  public Optional<String> shared() {
    return shared;
  }

  /** The id for a seed; clients send the connection's name as the seed, or nothing. */
  public String of(Workspace workspace, String seed) {
    byte[] mac = key.authenticate("nightjar external ids", name(workspace) + "/" + seed);
    return HexFormat.of().formatHex(Arrays.copyOf(mac, BYTES));
  }

  private String name(Workspace workspace) {
    return shared.orElseGet(() -> workspace.parent().flatMap(byId).orElse(workspace).name());
  }

  /**
   * What a role of a connection is tried with, in this order: the connection's id, then the
   * workspace's own.
   */
  public List<String> ofConnection(Workspace workspace, String connection) {
    return List.of(of(workspace, connection), of(workspace, ""));
  }
}
