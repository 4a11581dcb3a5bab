package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.project.Severity;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Deployments that wait to be promoted. For one thread at a time in a workspace. */
final class Staging {
  private final ClickHouse clickHouse;
  private final Mirrors mirrors;
  private final Deployments deployments;
  private final DeploymentResults results;
  private final Preparation preparation;
  private final PendingChanges pending;
  private final Leftovers leftovers;
  private final Landing landing;
  private final Rollouts rollouts;

  Staging(
      ClickHouse clickHouse,
      Mirrors mirrors,
      Deployments deployments,
      DeploymentResults results,
      Preparation preparation,
      PendingChanges pending,
      Leftovers leftovers,
      Landing landing,
      Rollouts rollouts) {
    this.clickHouse = clickHouse;
    this.mirrors = mirrors;
    this.deployments = deployments;
    this.results = results;
    this.preparation = preparation;
    this.pending = pending;
    this.leftovers = leftovers;
    this.landing = landing;
    this.rollouts = rollouts;
  }

  void requireNoneStaged(Workspace workspace) {
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

  /** A table beside is of one change: two would read the stream's shards beside the live mirror. */
  private void requireNonePending(Workspace workspace) {
    pending
        .find(workspace)
        .ifPresent(change -> {
          throw HttpProblem.conflict(
              "Of deployment "
                  + change.deployment()
                  + ", which is live, a part is pending: a data source's new table has not caught up yet. Wait until it has (`nightjar status`), or deploy the old files again to give it up.");
        });
  }

  /**
   * Keeps a plan beside what is live, with its new and changed mirrors begun.
   *
   * @throws HttpProblem 409 when a deployment is staged, or a change is pending
   */
  Outcome stage(Plan plan, boolean destructive) {
    Workspace workspace = plan.workspace();
    requireNoneStaged(workspace);
    requireNonePending(workspace);
    List<FileError> errors = Outcomes.errors(plan, destructive);
    if (!errors.isEmpty()) {
      return results.failure(plan, errors);
    }
    if (MirrorsOfPlan.nothingToDo(plan, mirrors)) {
      return results.unchanged(plan, List.of());
    }
    rollouts.settleSoon(workspace);
    long number = deployments.next(workspace);
    try {
      preparation.tryPlain(plan, new Tables(clickHouse, workspace.database()), leftovers);
      Preparation.Made made = preparation.make(plan, toPrepare(plan), number);
      try {
        Outcome staged = results.staged(plan, number, made, feedback(plan));
        preparation.made(made.ids());
        return staged;
      } catch (RuntimeException e) {
        preparation.giveUp(workspace, made.ids(), e);
        throw e;
      }
    } catch (RolloutException e) {
      return results.failure(plan, e.problems().stream().map(FileError::of).toList());
    }
  }

  private static List<DatasourceStep> toPrepare(Plan plan) {
    return plan.datasources().stream()
        .filter(step -> step.connect() && step.spec().isPresent())
        .filter(step -> step.action() == DatasourceStep.Action.CREATE || step.beside())
        .toList();
  }

  private static List<Feedback> feedback(Plan plan) {
    List<Feedback> feedback =
        new ArrayList<>(
            PendingFeedback.before(
                plan.datasources().stream().filter(DatasourceStep::beside).toList()));
    feedback.add(
        new Feedback(
            Severity.INFO,
            "deployment",
            "Checked and staged. New and changed mirrors load beside what is live, which answers until this one is promoted."));
    return feedback;
  }

  /**
   * Makes a staged one live.
   *
   * @param plans makes a plan of its files
   */
  Deployment promote(
      Workspace workspace, Deployment staged, Function<List<SourceFile>, Plan> plans) {
    if (staged.live()) {
      return staged;
    }
    if (staged.status() != Deployment.Status.DATA_READY) {
      throw HttpProblem.conflict(
          "Deployment "
              + staged.number()
              + " is "
              + staged.status().code()
              + " and cannot be promoted.");
    }
    Plan plan = plans.apply(deployments.files(workspace, staged.number()));
    List<FileError> errors = Outcomes.errors(plan, true);
    if (!errors.isEmpty()) {
      throw HttpProblem.badRequest("Not promoted: " + errors.getFirst().error());
    }
    try {
      landing.land(
          plan,
          staged.number(),
          (db, landed) -> results.promoted(db, staged, workspace, landed.feedback()));
    } catch (RolloutException e) {
      throw HttpProblem.badRequest("Not promoted: " + e.problems().getFirst());
    }
    return deployments.find(workspace, staged.number()).orElseThrow();
  }

  /**
   * Throws one away.
   *
   * @throws HttpProblem 409 when it is the live one
   */
  void discard(Workspace workspace, Deployment staged) {
    if (staged.live()) {
      throw HttpProblem.conflict(
          "Deployment "
              + staged.number()
              + " is live. Promote another one instead of deleting it.");
    }
    deployments.delete(workspace, staged.number());
    rollouts.settleSoon(workspace);
  }
}
