package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.query.ServiceTables;
import dev.nightjar.server.service.OperationsLog;
import dev.nightjar.server.tables.RowProvenance;
import dev.nightjar.server.token.FileGrants;
import dev.nightjar.server.token.StaticTokens;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries plans out, stores what came of them, and does away with what they replaced. For one
 * thread at a time in a workspace.
 */
final class Rollouts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rollouts.class);

  private final ClickHouse clickHouse;
  private final StateDatabase state;
  private final Mirrors mirrors;
  private final LiveSets liveSets;
  private final StaticTokens tokens;
  private final ServiceTables service;
  private final OperationsLog operations;
  private final Leftovers leftovers;
  private final PreparedTables prepared;
  private final WorkspaceLocks locks;
  private final Clock clock;
  private final Mending mending;

  Rollouts(
      ClickHouse clickHouse,
      StateDatabase state,
      Mirrors mirrors,
      LiveSets liveSets,
      StaticTokens tokens,
      ServiceTables service,
      OperationsLog operations,
      Leftovers leftovers,
      PreparedTables prepared,
      WorkspaceLocks locks,
      Clock clock) {
    this.clickHouse = clickHouse;
    this.state = state;
    this.mirrors = mirrors;
    this.liveSets = liveSets;
    this.tokens = tokens;
    this.service = service;
    this.operations = operations;
    this.leftovers = leftovers;
    this.prepared = prepared;
    this.locks = locks;
    this.clock = clock;
    this.mending =
        new Mending(workspace -> locks.closed(workspace, () -> mend(workspace)), Sleeper.SYSTEM);
  }

  /** Stores a deployment in the transaction that makes it live. */
  interface Store {
    void in(Handle db, Rollout.Done done);
  }

  /**
   * Makes a plan live. No rows come in from outside while tables and views change.
   *
   * @throws RolloutException when something failed, after everything has been taken back
   */
  Rollout.Done run(Workspace workspace, Plan plan, Store store) {
    Instant began = clock.instant();
    Rollout.Done done = locks.closed(workspace, () -> runAlone(workspace, plan, store));
    DeployedOperations.of(plan, began, clock.instant()).forEach(operations::add);
    return done;
  }

  private Rollout.Done runAlone(Workspace workspace, Plan plan, Store store) {
    Rollout rollout =
        new Rollout(
            plan,
            new Tables(clickHouse, workspace.database()),
            mirrors,
            new PipeChecks(clickHouse, service),
            leftovers,
            prepared);
    settle(workspace);
    Rollout.Done done;
    try {
      done =
          rollout.run(result ->
              state.transaction(db -> {
                liveSets.replace(db, workspace, Resources.of(plan, clock.instant()));
                tokens.deploy(db, workspace, FileGrants.of(plan.project()), plan.names().deleted());
                leftovers.end(db, workspace, plan.created());
                leftovers.remember(db, result.replaced());
                plan.taken().forEach(beside -> prepared.inPlace(db, workspace, mirrors, beside));
                RowProvenance.staysByItself(db, plan.leftByViews());
                store.in(db, result);
                return result;
              }));
    } catch (RuntimeException e) {
      if (!rollout.takenBack()) {
        mending.begin(workspace);
      }
      throw e;
    }
    liveSets.forget(workspace);
    try {
      tokens.reload(workspace);
      // first those that end: they forget what lies beside the tables of their names
      plan.endedMirrors().forEach(mirrors::drop);
      rollout.release();
      leftovers.drop(done.replaced());
      prepared.dropUnwanted(workspace, mirrors);
    } catch (RuntimeException e) {
      LOG.error("a deployment is live; what it replaced is not all gone yet", LoggableError.of(e));
      mending.begin(workspace);
    }
    return done;
  }

  /**
   * Makes mirrors wait that are about to end.
   *
   * @return those of them that ran
   */
  List<String> hold(List<String> ids) {
    return ids.stream().filter(id -> leftovers.hold(mirrors, id)).toList();
  }

  /** Lets mirrors go on that were held. */
  void resume(List<String> ids) {
    for (String id : ids) {
      mirrors.resume(id);
      leftovers.forgetPaused(id);
    }
  }

  private boolean mend(Workspace workspace) {
    tokens.reload(workspace);
    return settle(workspace);
  }

  /**
   * Takes back and does away with what earlier deployments have left.
   *
   * @return whether there was anything
   */
  boolean settle(Workspace workspace) {
    return leftovers.settle(workspace, liveSets, mirrors);
  }

  /** Does the same when that is possible. */
  void settleSoon(Workspace workspace) {
    try {
      locks.closed(workspace, () -> settle(workspace));
    } catch (RuntimeException e) {
      LOG.warn("what a deployment leaves is not all gone yet", LoggableError.of(e));
      mending.begin(workspace);
    }
  }

  /** Ends what still goes on in the background. */
  @Override
  public void close() {
    mending.close();
  }
}
