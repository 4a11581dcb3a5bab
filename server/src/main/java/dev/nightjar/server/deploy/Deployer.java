package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.clickhouse.ddl.Ddl;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.MirrorRefusedException;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.project.ResourceName;
import dev.nightjar.project.Severity;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.aws.ExternalIds;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.query.ServiceTables;
import dev.nightjar.server.query.SqlGate;
import dev.nightjar.server.secret.Secrets;
import dev.nightjar.server.service.OperationsLog;
import dev.nightjar.server.tables.RowProvenance;
import dev.nightjar.server.token.FileGrants;
import dev.nightjar.server.token.StaticTokens;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds and deploys; one at a time in a workspace. */
public final class Deployer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

  private final ClickHouse clickHouse;
  private final StateDatabase state;
  private final Mirrors mirrors;
  private final LiveSets liveSets;
  private final Deployments deployments;
  private final DeploymentDrafts drafts;
  private final Planner planner;
  private final StaticTokens tokens;
  private final ServiceTables service;
  private final OperationsLog operations;
  private final Leftovers leftovers;
  private final Clock clock;
  private final WorkspaceLocks locks;
  private final Mending mending;

  Deployer(
      ClickHouse clickHouse,
      StateDatabase state,
      Mirrors mirrors,
      LiveSets liveSets,
      Secrets secrets,
      ExternalIds externalIds,
      StaticTokens tokens,
      ServiceTables service,
      OperationsLog operations,
      Leftovers leftovers,
      WorkspaceLocks locks,
      Clock clock) {
    this.clickHouse = clickHouse;
    this.state = state;
    this.mirrors = mirrors;
    this.liveSets = liveSets;
    this.deployments = new Deployments(state, clock);
    this.drafts = new DeploymentDrafts(deployments, clock);
    this.planner =
        new Planner(secrets, externalIds, mirrors, new SqlGate(clickHouse.inspector()), service);
    this.tokens = tokens;
    this.service = service;
    this.operations = operations;
    this.leftovers = leftovers;
    this.locks = locks;
    this.clock = clock;
    this.mending =
        new Mending(
            workspace ->
                locks.closed(workspace, () -> leftovers.settle(workspace, liveSets, mirrors)),
            Sleeper.SYSTEM);
  }

  public Deployments deployments() {
    return deployments;
  }

  /**
   * What a deployment may do besides what its files say.
   *
   * @param destructive whether rows may be lost
   * @param enable whether a DynamoDB table's stream and recovery are switched on where they are off
   */
  public record Rights(boolean destructive, boolean enable) {}

  /** Deploys at once; destructive changes are allowed. */
  public Outcome build(
      Workspace workspace, List<SourceFile> files, boolean withConnections, boolean enable) {
    if (files.isEmpty() && !liveSets.of(workspace).resources().isEmpty()) {
      throw HttpProblem.badRequest(
          "The upload has no file of a project, and to build nothing would delete everything that is deployed. If you want that, deploy with allow_destructive_operations=true.");
    }
    return locks.alone(
        workspace,
        () ->
            apply(
                workspace,
                plan(workspace, files, new Planner.Wish(withConnections, enable)),
                true,
                false));
  }

  /**
   * Deploys at once, mirrors included.
   *
   * @param over the deployment that must be the live one still; empty: any
   * @throws HttpProblem 409 when a deployment is staged, or another is live
   */
  public Outcome deploy(
      Workspace workspace, List<SourceFile> files, Rights rights, OptionalLong over) {
    return locks.alone(
        workspace,
        () -> {
          requireNoneStaged(workspace);
          over.ifPresent(number -> requireLive(workspace, number));
          return apply(workspace, plan(workspace, files, rights), rights.destructive(), true);
        });
  }

  /**
   * Adds, replaces and removes single resources, as the classic client does; mirrors included. What
   * comes this way stays when a project's upload does not have it.
   *
   * @param put files that come, in the place of those of their names
   * @param removed what goes
   */
  public Outcome change(
      Workspace workspace, List<SourceFile> put, Set<ResourceName> removed, Rights rights) {
    return locks.alone(
        workspace,
        () ->
            apply(workspace, changed(workspace, put, removed, rights), rights.destructive(), true));
  }

  /** What {@link #change} would lose with one file, or what is wrong; changes nothing. */
  public Losses losses(Workspace workspace, SourceFile put, Rights rights) {
    return locks.alone(
        workspace,
        () -> Losses.of(changed(workspace, List.of(put), Set.of(), rights), rights.destructive()));
  }

  private Plan changed(Workspace in, List<SourceFile> put, Set<ResourceName> gone, Rights rights) {
    LiveSet live = liveSets.of(in);
    Intended intended = Intended.change(live, put, gone);
    return planner.plan(in, live, intended, new Planner.Wish(true, rights.enable()));
  }

  /** Says what a deployment would come to; changes nothing. */
  public Outcome check(Workspace workspace, List<SourceFile> files, Rights rights) {
    return locks.alone(
        workspace,
        () -> {
          Plan plan = plan(workspace, files, rights);
          List<FileError> errors = Outcomes.errors(plan, rights.destructive());
          if (!errors.isEmpty()) {
            return Outcomes.outcome(
                Outcome.Result.FAILED, drafts.failed(workspace, plan, errors), Map.of());
          }
          return MirrorsOfPlan.nothingToDo(plan, mirrors)
              ? unchanged(workspace, plan)
              : Outcomes.outcome(
                  Outcome.Result.SUCCESS,
                  drafts.of(
                      deployments.next(workspace),
                      false,
                      plan,
                      plan.names(),
                      Feedbacks.before(plan)),
                  Map.of());
        });
  }

  /**
   * Checks files and keeps them; {@link #promote} deploys them.
   *
   * @throws HttpProblem 409 when a deployment is staged
   */
  public Outcome stage(Workspace workspace, List<SourceFile> files, Rights rights) {
    return locks.alone(
        workspace,
        () -> {
          requireNoneStaged(workspace);
          Plan plan = plan(workspace, files, rights);
          List<FileError> errors = Outcomes.errors(plan, rights.destructive());
          if (!errors.isEmpty()) {
            return failure(workspace, plan, errors);
          }
          if (MirrorsOfPlan.nothingToDo(plan, mirrors)) {
            return unchanged(workspace, plan);
          }
          List<Feedback> feedback = new ArrayList<>(Feedbacks.before(plan));
          feedback.add(
              new Feedback(
                  Severity.INFO,
                  "deployment",
                  "Checked and staged. Its tables and mirrors are made when it is promoted."));
          Deployment staged =
              drafts.of(deployments.next(workspace), false, plan, plan.names(), feedback);
          state.transaction(db -> deployments.insert(db, workspace, staged, plan.files()));
          return Outcomes.outcome(Outcome.Result.SUCCESS, staged, Map.of());
        });
  }

  private void requireNoneStaged(Workspace workspace) {
    deployments.list(workspace).stream()
        .filter(each -> !each.live() && each.status() == Deployment.Status.DATA_READY)
        .findFirst()
        .ifPresent(staged -> {
          throw HttpProblem.conflict(
              "Deployment "
                  + staged.number()
                  + " is staged. Promote it or discard it first (`tb deployment promote`, `tb deployment discard`): only one can wait at a time.");
        });
  }

  private void requireLive(Workspace workspace, long number) {
    Deployment live = deployments.list(workspace).getFirst();
    if (live.number() != number) {
      throw HttpProblem.conflict(
          "Deployment %d was to be replaced, but %d is live: somebody deployed in between. Read what is live and try again."
              .formatted(number, live.number()));
    }
  }

  /**
   * Makes a staged deployment the live one. What it loses was allowed, or not, when it was staged.
   *
   * @param enable whether a DynamoDB table's stream and recovery are switched on where they are off
   * @throws HttpProblem 404 when there is none of that number, 409 when it is not staged, 400 when
   *     it cannot be deployed (any more)
   */
  public Deployment promote(Workspace workspace, long number, boolean enable) {
    return locks.alone(
        workspace,
        () -> {
          Deployment staged = require(workspace, number);
          if (staged.live()) {
            return staged;
          }
          if (staged.status() != Deployment.Status.DATA_READY) {
            throw HttpProblem.conflict(
                "Deployment "
                    + number
                    + " is "
                    + staged.status().code()
                    + " and cannot be promoted.");
          }
          Plan plan =
              plan(workspace, deployments.files(workspace, number), new Planner.Wish(true, enable));
          List<FileError> errors = Outcomes.errors(plan, true);
          if (!errors.isEmpty()) {
            throw HttpProblem.badRequest("Not promoted: " + errors.getFirst().error());
          }
          try {
            rollOut(workspace, plan, (db, done) -> deployments.promote(db, workspace, number));
          } catch (RolloutException e) {
            throw HttpProblem.badRequest("Not promoted: " + e.problems().getFirst());
          }
          return require(workspace, number);
        });
  }

  /**
   * Throws a staged deployment away; one that is retired already stays so.
   *
   * @throws HttpProblem 404 when there is none of that number, 409 when it is the live one
   */
  public Deployment discard(Workspace workspace, long number) {
    return locks.alone(
        workspace,
        () -> {
          if (require(workspace, number).live()) {
            throw HttpProblem.conflict(
                "Deployment " + number + " is live. Promote another one instead of deleting it.");
          }
          deployments.delete(workspace, number);
          return require(workspace, number);
        });
  }

  /** Gives a new workspace its database and its deployment 0. */
  public void begin(Workspace workspace) {
    clickHouse.execute(Ddl.in(clickHouse.layout()).createDatabase(workspace.database()));
    deployments.begin(workspace);
  }

  /** Ends all mirrors of a workspace and drops its tables. */
  public void clear(Workspace workspace) {
    locks.alone(
        workspace,
        () -> {
          liveSets.of(workspace).resources().forEach(live -> mirrors.drop(live.id()));
          clickHouse.execute(Ddl.in(clickHouse.layout()).dropDatabase(workspace.database()));
          liveSets.forget(workspace);
          return workspace;
        });
  }

  public Deployment require(Workspace workspace, long number) {
    return deployments
        .find(workspace, number)
        .orElseThrow(() -> HttpProblem.notFound("There is no deployment " + number + "."));
  }

  private Plan plan(Workspace workspace, List<SourceFile> files, Rights rights) {
    return plan(workspace, files, new Planner.Wish(true, rights.enable()));
  }

  private Plan plan(Workspace workspace, List<SourceFile> files, Planner.Wish wish) {
    LiveSet live = liveSets.of(workspace);
    Optional<LiveSet> parent = liveSets.ofParent(workspace);
    return planner.plan(workspace, live, Intended.upload(files, live, parent), wish);
  }

  private Outcome apply(Workspace workspace, Plan plan, boolean destructive, boolean deploy) {
    List<FileError> errors = Outcomes.errors(plan, destructive);
    if (!errors.isEmpty()) {
      return failure(workspace, plan, errors);
    }
    if (MirrorsOfPlan.nothingToDo(plan, mirrors)) {
      try {
        MirrorsOfPlan.reconnect(plan, mirrors);
        return unchanged(workspace, plan);
      } catch (MirrorRefusedException e) {
        return failure(workspace, plan, Outcomes.refusals(e));
      }
    }
    long number = deployments.next(workspace);
    AtomicReference<Deployment> stored = new AtomicReference<>();
    try {
      Rollout.Done done =
          rollOut(
              workspace,
              plan,
              (db, result) -> {
                Names names = plan.names().alsoChanged(Outcomes.begun(plan, result.started()));
                stored.set(
                    drafts.of(number, true, plan, names, Feedbacks.of(plan, result, deploy)));
                return deployments.insert(db, workspace, stored.get(), List.of());
              });
      return Outcomes.outcome(
          Outcome.Result.SUCCESS, stored.get(), done.started(), liveSets.of(workspace));
    } catch (RolloutException e) {
      return failure(workspace, plan, e.problems().stream().map(FileError::of).toList());
    }
  }

  private interface Store {
    int in(Handle db, Rollout.Done done);
  }

  /** No rows come in from outside while tables and views change. */
  private Rollout.Done rollOut(Workspace workspace, Plan plan, Store store) {
    Instant began = clock.instant();
    Rollout.Done done = locks.closed(workspace, () -> rollOutAlone(workspace, plan, store));
    DeployedOperations.of(plan, began, clock.instant()).forEach(operations::add);
    return done;
  }

  private Rollout.Done rollOutAlone(Workspace workspace, Plan plan, Store store) {
    Rollout rollout =
        new Rollout(
            plan,
            new Tables(clickHouse, workspace.database()),
            mirrors,
            new PipeChecks(clickHouse, service),
            leftovers);
    leftovers.settle(workspace, liveSets, mirrors);
    Rollout.Done done;
    try {
      done =
          rollout.run(result ->
              state.transaction(db -> {
                liveSets.replace(db, workspace, Resources.of(plan, clock.instant()));
                tokens.deploy(db, workspace, FileGrants.of(plan.project()), plan.names().deleted());
                leftovers.end(db, workspace, plan.created());
                leftovers.remember(db, result.replaced());
                RowProvenance.staysByItself(db, plan.leftByViews());
                return store.in(db, result);
              }));
    } catch (RuntimeException e) {
      if (!rollout.takenBack()) {
        mending.begin(workspace);
      }
      throw e;
    }
    liveSets.forget(workspace);
    tokens.reload(workspace);
    try {
      rollout.release();
      plan.endedMirrors().forEach(mirrors::drop);
      leftovers.drop(done.replaced());
    } catch (RuntimeException e) {
      LOG.error("a deployment is live; what it replaced is not all gone yet", LoggableError.of(e));
      mending.begin(workspace);
    }
    return done;
  }

  private Outcome unchanged(Workspace workspace, Plan plan) {
    return Outcomes.outcome(Outcome.Result.NO_CHANGES, drafts.unchanged(workspace, plan), Map.of());
  }

  private Outcome failure(Workspace workspace, Plan plan, List<FileError> errors) {
    Deployment failed = drafts.failed(workspace, plan, errors);
    // kept so that whoever polls for it finds it, but as one that is gone
    state.transaction(
        db -> deployments.insert(db, workspace, failed.with(Deployment.Status.DELETED), List.of()));
    return Outcomes.outcome(Outcome.Result.FAILED, failed, Map.of());
  }

  /** Ends what still goes on in the background. */
  @Override
  public void close() {
    mending.close();
  }
}
