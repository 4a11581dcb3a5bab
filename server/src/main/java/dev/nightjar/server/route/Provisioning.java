package dev.nightjar.server.route;

import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.server.deploy.Deployer;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.token.Tokens;
import dev.nightjar.server.workspace.Workspace;
import dev.nightjar.server.workspace.Workspaces;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes and deletes workspaces and branches, with all that belongs to one, one after the other: a
 * branch is not made of a workspace that is going away.
 */
public final class Provisioning implements AutoCloseable {
  private final Workspaces workspaces;
  private final Tokens tokens;
  private final Deployer deployer;
  private final Departures departures;
  private final ReentrantLock changing = new ReentrantLock();

  /**
   * Goes on with the deletions that the server's end has cut off.
   *
   * @param forget removes what else is kept of a workspace that is deleted
   */
  public Provisioning(
      Workspaces workspaces, Tokens tokens, Deployer deployer, Consumer<Workspace> forget) {
    this.workspaces = workspaces;
    this.tokens = tokens;
    this.deployer = deployer;
    // its mirrors end first, then its tables are dropped
    Consumer<Workspace> clear = deployer::clear;
    this.departures = new Departures(workspaces, clear.andThen(forget), Sleeper.SYSTEM);
    departures.finish();
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

  /**
   * Deletes a workspace and its branches. They are gone at once, and nothing that fails after that
   * brings them back; what they had is removed then, in the background if it must be.
   */
  void delete(Workspace workspace) {
    alone(() -> {
      List<Workspace> gone = workspaces.leave(workspace);
      try {
        gone.forEach(tokens::remove);
      } finally {
        departures.finish();
      }
      return workspace;
    });
  }

  @Override
  public void close() {
    departures.close();
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
