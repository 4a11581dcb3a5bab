package dev.nightjar.server.route;

import dev.nightjar.server.deploy.Deployer;
import dev.nightjar.server.token.Tokens;
import dev.nightjar.server.workspace.Workspace;
import dev.nightjar.server.workspace.Workspaces;
import java.util.function.Consumer;

/** Makes and deletes workspaces and branches, with all that belongs to one. */
public final class Provisioning {
  private final Workspaces workspaces;
  private final Tokens tokens;
  private final Deployer deployer;
  private final Consumer<Workspace> forget;

  /**
   * @param forget removes what else is kept of a workspace that is deleted
   */
  public Provisioning(
      Workspaces workspaces, Tokens tokens, Deployer deployer, Consumer<Workspace> forget) {
    this.workspaces = workspaces;
    this.tokens = tokens;
    this.deployer = deployer;
    this.forget = forget;
  }

  Workspace workspace(String name) {
    return begun(workspaces.create(name));
  }

  Workspace branch(Workspace parent, String name) {
    return begun(workspaces.branch(parent, name));
  }

  private Workspace begun(Workspace workspace) {
    try {
      deployer.begin(workspace);
    } catch (RuntimeException e) {
      workspaces.delete(workspace);
      throw e;
    }
    tokens.add(workspace);
    return workspace;
  }

  /** Ends its mirrors first, then drops its tables; its branches go before it. */
  void delete(Workspace workspace) {
    workspaces.branches(workspace).forEach(this::delete);
    deployer.clear(workspace);
    forget.accept(workspace);
    tokens.remove(workspace);
    workspaces.delete(workspace);
  }
}
