package dev.nightjar.server.route;

import dev.nightjar.server.deploy.Deployer;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.token.Tokens;
import dev.nightjar.server.workspace.Workspace;
import dev.nightjar.server.workspace.Workspaces;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes and deletes workspaces and branches, with all that belongs to one, one after the other: a
 * branch is not made of a workspace that is going away.
 */
public final class Provisioning {
  private final Workspaces workspaces;
  private final Tokens tokens;
  private final Deployer deployer;
  private final Consumer<Workspace> forget;
  private final ReentrantLock changing = new ReentrantLock();

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

  /**
   * Makes a workspace.
   *
   * @throws HttpProblem 409 when there is one of that name
   */
  Workspace workspace(String name) {
    return alone(() -> {
      if (workspaces.byName(name).isPresent()) {
        throw HttpProblem.conflict("There is a workspace '" + name + "' already.");
      }
      return begun(workspaces.create(name));
    });
  }

  /**
   * Makes a branch of a workspace.
   *
   * @throws HttpProblem 409 when there is one of that name, 404 when the workspace is gone
   */
  Workspace branch(Workspace parent, String name) {
    return alone(() -> {
      if (workspaces.byId(parent.id()).isEmpty()) {
        throw HttpProblem.notFound("The workspace '" + parent.name() + "' has been deleted.");
      }
      if (workspaces.branches(parent).stream().anyMatch(branch -> branch.name().equals(name))) {
        throw HttpProblem.conflict("There is a branch '" + name + "' already.");
      }
      return begun(workspaces.branch(parent, name));
    });
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
    alone(() -> {
      workspaces.branches(workspace).forEach(this::delete);
      deployer.clear(workspace);
      forget.accept(workspace);
      tokens.remove(workspace);
      workspaces.delete(workspace);
      return workspace;
    });
  }

  private Workspace alone(Supplier<Workspace> change) {
    changing.lock();
    try {
      return change.get();
    } finally {
      changing.unlock();
    }
  }
}
