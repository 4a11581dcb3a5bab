package dev.nightjar.server.deploy;

import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Stores what became of deployments, and tells it. */
final class DeploymentResults {
  private final StateDatabase state;
  private final Deployments deployments;
  private final DeploymentDrafts drafts;

  DeploymentResults(StateDatabase state, Deployments deployments, DeploymentDrafts drafts) {
    this.state = state;
    this.deployments = deployments;
    this.drafts = drafts;
  }

  /** Makes a plan live. */
  interface Land {
    Landing.Landed as(long number, Landing.Store store);
  }

  /** A new live deployment. */
  Outcome live(Plan plan, boolean deploy, Function<Workspace, LiveSet> liveSets, Land land) {
    Workspace workspace = plan.workspace();
    long number = deployments.next(workspace);
    AtomicReference<Deployment> stored = new AtomicReference<>();
    Landing.Landed landed =
        land.as(
            number,
            (db, result) -> {
              Names names = plan.names().alsoChanged(Outcomes.begun(plan, result.done().started()));
              stored.set(drafts.of(number, true, plan, names, feedback(plan, result, deploy)));
              deployments.insert(db, workspace, stored.get(), List.of());
            });
    return Outcomes.outcome(
        Outcome.Result.SUCCESS, stored.get(), landed.done().started(), liveSets.apply(workspace));
  }

  private static List<Feedback> feedback(Plan plan, Landing.Landed landed, boolean deploy) {
    List<Feedback> feedback = new ArrayList<>(landed.feedback());
    feedback.addAll(Feedbacks.of(landed.plan(), landed.done(), deploy));
    plan.losses().stream().filter(loss -> !feedback.contains(loss)).forEach(feedback::add);
    return feedback;
  }

  /** One that waits to be promoted. */
  Outcome staged(Plan plan, long number, Preparation.Made made, List<Feedback> more) {
    Rollout.Done done = new Rollout.Done(made.started(), made.switched(), List.of());
    List<Feedback> feedback = new ArrayList<>(Feedbacks.of(plan, done, true));
    feedback.addAll(more);
    Deployment staged = drafts.of(number, false, plan, plan.names(), feedback);
    state.transaction(db -> deployments.insert(db, plan.workspace(), staged, plan.files()));
    return Outcomes.outcome(Outcome.Result.SUCCESS, staged, made.started());
  }

  /** A staged one that is live from now on, but for what is said to wait. */
  void promoted(Handle db, Deployment staged, Workspace workspace, List<Feedback> waiting) {
    deployments.promote(db, workspace, staged.number());
    List<Feedback> feedback = new ArrayList<>(waiting);
    feedback.addAll(staged.feedback());
    deployments.tell(db, workspace, staged.with(feedback));
  }

  /** What waited of a deployment is live too. */
  void finished(Handle db, Workspace workspace, long number, Plan plan) {
    List<DatasourceStep> swapped =
        plan.datasources().stream().filter(step -> step.prepared().isPresent()).toList();
    deployments
        .find(db, workspace, number)
        .ifPresent(deployment ->
            deployments.tell(
                db,
                workspace,
                deployment.with(PendingFeedback.afterwards(deployment.feedback(), swapped))));
  }

  /**
   * One that changes nothing.
   *
   * @param behind what waits of the live one
   */
  Outcome unchanged(Plan plan, List<DatasourceStep> behind) {
    Deployment live = drafts.unchanged(plan.workspace(), plan);
    List<Feedback> feedback = new ArrayList<>(live.feedback());
    feedback.addAll(PendingFeedback.before(behind));
    return Outcomes.outcome(Outcome.Result.NO_CHANGES, live.with(feedback), Map.of());
  }

  /** One that failed. */
  Outcome failure(Plan plan, List<FileError> errors) {
    Deployment failed = drafts.failed(plan.workspace(), plan, errors);
    // kept so that whoever polls for it finds it, but as one that is gone
    state.transaction(db ->
        deployments.insert(
            db, plan.workspace(), failed.with(Deployment.Status.DELETED), List.of()));
    return Outcomes.outcome(Outcome.Result.FAILED, failed, Map.of());
  }
}
