package dev.nightjar.server.workspace;

import dev.nightjar.mirror.ReaderLimit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which workspaces belong together: a workspace and its branches; and where all have one's external
 * ids, as on a server whose clients name workspaces after git branches, all of them, as branches of
 * that one.
 */
public final class Families implements ReaderLimit.Kinship {
  private final Supplier<List<Workspace>> workspaces;
  private final Optional<String> shared;

  /**
   * @param workspaces all that there are
   * @param shared the name that the external ids of all workspaces are made from, if they are
   */
  public Families(Supplier<List<Workspace>> workspaces, Optional<String> shared) {
    this.workspaces = workspaces;
    this.shared = shared;
  }

  @Override
  public boolean related(String workspace, String other) {
    return workspace.equals(other) || head(workspace).equals(head(other));
  }

  @Override
  public boolean isBranchOf(String branch, String workspace) {
    return !branch.equals(workspace) && head(branch).equals(workspace);
  }

  /** The full name of the workspace that all of a family are branches of, or are. */
  private String head(String fullName) {
    List<Workspace> all = workspaces.get();
    if (shared.isPresent()) {
      return all.stream()
          .filter(one -> !one.isBranch() && one.name().equals(shared.get()))
          .findFirst()
          .or(() -> all.stream().filter(Workspace::main).findFirst())
          .map(Workspace::fullName)
          .orElse(fullName);
    }
    return all.stream()
        .filter(one -> one.fullName().equals(fullName))
        .findFirst()
        .flatMap(Workspace::parent)
        .flatMap(id -> all.stream().filter(one -> one.id().equals(id)).findFirst())
        .map(Workspace::fullName)
        .orElse(fullName);
  }
}
