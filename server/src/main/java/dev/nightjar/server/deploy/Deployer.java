package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ddl.Ddl;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.MirrorRefusedException;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.project.ResourceName;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.aws.ExternalIds;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.query.ServiceTables;
import dev.nightjar.server.query.SqlGate;
import dev.nightjar.server.secret.Secrets;
import dev.nightjar.server.service.OperationsLog;
import dev.nightjar.server.token.StaticTokens;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Builds and deploys; one at a time in a workspace. */
public final class Deployer implements AutoCloseable {
  private final ClickHouse clickHouse;
  private final Mirrors mirrors;
  private final LiveSets liveSets;
  private final Deployments deployments;
  private final DeploymentDrafts drafts;
  private final DeploymentResults results;
  private final Planner planner;
  private final PreparedTables prepared;
  private final PendingChanges pending;
  private final WorkspaceLocks locks;
  private final Rollouts rollouts;
  private final Landing landing;
  private final Staging staging;
  private final Finishing finishing;
  private final Swaps swaps;

  Deployer(
      ClickHouse clickHouse,
      StateDatabase state,
      Mirrors mirrors,
      LiveSets liveSets,
      Supplier<List<Workspace>> workspaces,
      Secrets secrets,
      ExternalIds externalIds,
      StaticTokens tokens,
      ServiceTables service,
      OperationsLog operations,
      Leftovers leftovers,
      PreparedTables prepared,
      WorkspaceLocks locks,
      Clock clock) {
    this.clickHouse = clickHouse;
    this.mirrors = mirrors;
    this.liveSets = liveSets;
    this.deployments = new Deployments(state, clock);
    this.drafts = new DeploymentDrafts(deployments, clock);
    this.results = new DeploymentResults(state, deployments, drafts);
    this.prepared = prepared;
    this.pending = new PendingChanges(state);
    this.locks = locks;
    this.planner =
        new Planner(
            secrets, externalIds, mirrors, new SqlGate(clickHouse.inspector()), service, prepared);
    this.rollouts =
        new Rollouts(
            clickHouse,
            state,
            mirrors,
            liveSets,
            tokens,
            service,
            operations,
            leftovers,
            prepared,
            locks,
            clock);
    Preparation preparation = new Preparation(prepared, mirrors);
    this.landing = new Landing(planner, mirrors, rollouts, preparation, prepared, pending);
    this.staging =
        new Staging(
            clickHouse,
            mirrors,
            deployments,
            results,
            preparation,
            pending,
            leftovers,
            landing,
            rollouts);
    this.finishing = new Finishing(liveSets, planner, pending, landing, results, clock);
    this.swaps = new Swaps(pending::workspaces, workspaces, this::finishPending, Sleeper.SYSTEM);
  }

  /** Begins to look after what is pending. */
  void start() {
    swaps.start();
  }

  /** What of the data sources is pending, by name. */
  public Map<String, PendingMirror> pending(Workspace workspace) {
    return PendingMirror.of(pending.find(workspace), prepared.of(workspace), mirrors);
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

  /**
   * Deploys at once; destructive changes are allowed. Without connections no mirror begins, and
   * none that runs ends for it: a mirrored data source that has changed keeps its old version.
   *
   * @throws HttpProblem 409 when a deployment is staged
   */
  public Outcome build(
      Workspace workspace, List<SourceFile> files, boolean withConnections, boolean enable) {
    if (files.isEmpty() && !liveSets.of(workspace).resources().isEmpty()) {
      throw HttpProblem.badRequest(
          "The upload has no file of a project, and to build nothing would delete everything that is deployed. If you want that, deploy with allow_destructive_operations=true.");
    }
    return locks.alone(
        workspace,
        () -> {
          staging.requireNoneStaged(workspace);
          Planner.Wish wish = new Planner.Wish(withConnections, enable);
          return apply(workspace, plan(workspace, files, wish), true, false);
        });
  }

  /**
   * Deploys at once, mirrors included.
   *
   * @param over the deployment that must be the live one still, whose files were read to add some
   *     to them; empty: any
   * @throws HttpProblem 409 when a deployment is staged, or another is live
   */
  public Outcome deploy(
      Workspace workspace, List<SourceFile> files, Rights rights, OptionalLong over) {
    return locks.alone(
        workspace,
        () -> {
          staging.requireNoneStaged(workspace);
          List<SourceFile> all = over.isPresent() ? added(workspace, files, over) : files;
          return apply(workspace, plan(workspace, all, rights), rights.destructive(), true);
        });
  }

  /**
   * Adds, replaces and removes single resources, as the classic client does; mirrors included. What
   * comes this way stays when a project's upload does not have it.
   *
   * @param put files that come, in the place of those of their names
   * @param removed what goes
   * @param check is told what would be lost, or is wrong; what it throws ends the change
   * @throws HttpProblem 409 when a deployment is staged
   */
  public Outcome change(
      Workspace workspace,
      List<SourceFile> put,
      Set<ResourceName> removed,
      Rights rights,
      Consumer<Losses> check) {
    return locks.alone(
        workspace,
        () -> {
          staging.requireNoneStaged(workspace);
          Plan plan = changed(workspace, put, removed, rights);
          check.accept(Losses.of(plan, rights.destructive()));
          return apply(workspace, plan, rights.destructive(), true);
        });
  }

  /** What {@link #change} would lose with one file, or what is wrong; changes nothing. */
  public Losses losses(Workspace workspace, SourceFile put, Rights rights) {
    return locks.alone(
        workspace,
        () -> Losses.of(changed(workspace, List.of(put), Set.of(), rights), rights.destructive()));
  }

  private Plan changed(Workspace in, List<SourceFile> put, Set<ResourceName> gone, Rights rights) {
    LiveSet live = liveSets.of(in);
    Intended intended = Intended.change(pending.base(in, live), put, gone);
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
              ? results.unchanged(plan, List.of())
              : Outcomes.outcome(
                  Outcome.Result.SUCCESS,
                  drafts.of(
                      deployments.next(workspace), false, plan, plan.names(), beforehand(plan)),
                  Map.of());
        });
  }

  private List<Feedback> beforehand(Plan plan) {
    List<Feedback> feedback = new ArrayList<>(Feedbacks.before(plan));
    feedback.addAll(PendingFeedback.before(landing.behind(plan)));
    return feedback;
  }

  /**
   * Checks files, makes the tables of new and changed mirrors and begins their exports, and keeps
   * all that beside what is live; {@link #promote} makes it live.
   *
   * @throws HttpProblem 409 when a deployment is staged, or a change is pending
   */
  public Outcome stage(Workspace workspace, List<SourceFile> files, Rights rights) {
    return locks.alone(
        workspace, () -> staging.stage(plan(workspace, files, rights), rights.destructive()));
  }

  private List<SourceFile> added(Workspace in, List<SourceFile> files, OptionalLong over) {
    Deployment now = deployments.list(in).getFirst();
    if (now.number() != over.getAsLong()) {
      throw HttpProblem.conflict(
          "Deployment %d was to be replaced, but %d is live: somebody deployed in between. Read what is live and try again."
              .formatted(over.getAsLong(), now.number()));
    }
    LiveSet live = liveSets.of(in);
    return Intended.withPending(files, live, pending.base(in, live));
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
        () ->
            staging.promote(
                workspace,
                require(workspace, number),
                files -> plan(workspace, files, new Planner.Wish(true, enable))));
  }

  /**
   * Throws a staged deployment away, with its tables and mirrors; one that is retired already stays
   * so.
   *
   * @throws HttpProblem 404 when there is none of that number, 409 when it is the live one
   */
  public Deployment discard(Workspace workspace, long number) {
    return locks.alone(
        workspace,
        () -> {
          staging.discard(workspace, require(workspace, number));
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
          prepared.all(workspace).forEach(beside -> mirrors.drop(beside.id()));
          clickHouse.execute(Ddl.in(clickHouse.layout()).dropDatabase(workspace.database()));
          liveSets.forget(workspace);
          return workspace;
        });
    locks.forget(workspace);
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
    LiveSet base = pending.base(workspace, live);
    return planner.plan(workspace, live, Intended.upload(files, base, parent), wish);
  }

  private Outcome apply(Workspace workspace, Plan plan, boolean destructive, boolean deploy) {
    List<FileError> errors = Outcomes.errors(plan, destructive);
    if (!errors.isEmpty()) {
      return results.failure(plan, errors);
    }
    Optional<PendingChange> waits = pending.find(workspace);
    boolean untouched =
        waits
            .map(change ->
                change.bringsSameAs(plan.files()) && MirrorsOfPlan.allThere(plan, mirrors))
            .orElseGet(() -> MirrorsOfPlan.nothingToDo(plan, mirrors));
    try {
      if (untouched) {
        MirrorsOfPlan.reconnect(plan, mirrors);
        return results.unchanged(plan, landing.behind(plan));
      }
      return results.live(
          plan, deploy, liveSets::of, (number, store) -> landing.land(plan, number, store));
    } catch (MirrorRefusedException e) {
      return results.failure(plan, Outcomes.refusals(e));
    } catch (RolloutException e) {
      return results.failure(plan, e.problems().stream().map(FileError::of).toList());
    }
  }

  private void finishPending(Workspace workspace) {
    locks.alone(
        workspace,
        () -> {
          finishing.finish(workspace);
          return workspace;
        });
  }

  /** Ends what still goes on in the background. */
  @Override
  public void close() {
    swaps.close();
    rollouts.close();
  }
}
