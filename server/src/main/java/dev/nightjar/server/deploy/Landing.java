package dev.nightjar.server.deploy;

import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.StartedMirror;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.project.Severity;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.workspace.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Makes plans live: all of one at once, or, where mirrored data sources are built beside, what does
 * not wait for them; the rest is stored as the workspace's pending change. For one thread at a time
 * in a workspace.
 */
final class Landing {
  private final Planner planner;
  private final Mirrors mirrors;
  private final Rollouts rollouts;
  private final Preparation preparation;
  private final PreparedTables prepared;
  private final PendingChanges pending;

  Landing(
      Planner planner,
      Mirrors mirrors,
      Rollouts rollouts,
      Preparation preparation,
      PreparedTables prepared,
      PendingChanges pending) {
    this.planner = planner;
    this.mirrors = mirrors;
    this.rollouts = rollouts;
    this.preparation = preparation;
    this.prepared = prepared;
    this.pending = pending;
  }

  /**
   * What came of it.
   *
   * @param plan what is live now, or is about to be
   * @param done how that went, with the mirrors that began beside
   * @param feedback what waits, and what does not come any more
   */
  record Landed(Plan plan, Rollout.Done done, List<Feedback> feedback) {}

  /** Stores a deployment in the transaction that makes it live. */
  interface Store {
    void in(Handle db, Landed landed);
  }

  /** The data sources that are to be built beside and have not caught up. */
  List<DatasourceStep> behind(Plan plan) {
    return plan.datasources().stream()
        .filter(DatasourceStep::beside)
        .filter(step -> !hasCaughtUp(step))
        .toList();
  }

  private boolean hasCaughtUp(DatasourceStep step) {
    return step.prepared().flatMap(beside -> mirrors.status(beside.id())).stream()
        .anyMatch(status -> status.state() == MirrorState.LIVE);
  }

  /**
   * Makes a plan live.
   *
   * @param number the deployment's
   * @throws RolloutException when something failed, after everything has been taken back
   */
  Landed land(Plan plan, long number, Store store) {
    requireNoneHeals(plan);
    List<DatasourceStep> behind = behind(plan);
    List<Feedback> givenUp = givenUp(plan);
    if (!behind.isEmpty()) {
      return landInPart(plan, behind, number, givenUp, store);
    }
    Rollout.Done done =
        rollouts.run(
            plan.workspace(),
            plan,
            (db, result) -> {
              pending.forget(db, plan.workspace());
              store.in(db, new Landed(plan, result, givenUp));
            });
    return new Landed(plan, done, givenUp);
  }

  private Landed landInPart(
      Plan plan, List<DatasourceStep> behind, long number, List<Feedback> givenUp, Store store) {
    Workspace workspace = plan.workspace();
    rollouts.settleSoon(workspace);
    Waiting waiting = Waiting.of(plan, behind);
    Plan meanwhile = meanwhile(plan, waiting);
    if (!meanwhile.errors().isEmpty()) {
      waiting = Waiting.all(plan);
      meanwhile = meanwhile(plan, waiting);
    }
    List<Feedback> feedback = new ArrayList<>(givenUp);
    feedback.addAll(PendingFeedback.of(waiting.names(), behind));
    Preparation.Made made = preparation.make(plan, behind, number);
    List<String> ids = behind.stream().map(DatasourceStep::id).toList();
    Plan live = meanwhile;
    try {
      Rollout.Done done =
          rollouts.run(
              workspace,
              live,
              (db, result) -> {
                pending.put(
                    db,
                    workspace,
                    new PendingChange(number, plan.files(), plan.byApi(), Optional.empty()));
                prepared.keep(db, ids, number);
                store.in(db, new Landed(live, with(result, made), feedback));
              });
      preparation.made(made.ids());
      return new Landed(live, with(done, made), feedback);
    } catch (RuntimeException e) {
      preparation.giveUp(workspace, made.ids(), e);
      throw e;
    }
  }

  private Plan meanwhile(Plan plan, Waiting waiting) {
    return planner.plan(plan.workspace(), plan.live(), waiting.meanwhile(), plan.wish());
  }

  private static Rollout.Done with(Rollout.Done done, Preparation.Made made) {
    Map<String, StartedMirror> started = new LinkedHashMap<>(done.started());
    started.putAll(made.started());
    Map<String, List<String>> switched = new LinkedHashMap<>(done.switched());
    switched.putAll(made.switched());
    return new Rollout.Done(started, switched, done.replaced());
  }

  /** What a healing remembers of a table goes by the table's name. */
  private void requireNoneHeals(Plan plan) {
    for (DatasourceStep step : plan.datasources()) {
      Optional<MirrorStatus> beside = step.prepared().flatMap(there -> mirrors.status(there.id()));
      if (!step.beside() && beside.filter(s -> s.state() == MirrorState.HEALING).isPresent()) {
        throw HttpProblem.conflict(
            "The mirror of `"
                + step.name()
                + "` is healing a gap, and its table cannot be put in its place meanwhile. Try again when it is live.");
      }
    }
  }

  /** What waited until now and does not come with this plan. */
  private List<Feedback> givenUp(Plan plan) {
    List<Feedback> feedback = new ArrayList<>();
    if (pending.find(plan.workspace()).isEmpty()) {
      return feedback;
    }
    for (Prepared beside : prepared.of(plan.workspace())) {
      boolean goesOn =
          plan.datasources().stream()
              .anyMatch(step -> step.prepared().filter(beside::equals).isPresent());
      if (!goesOn) {
        feedback.add(
            new Feedback(
                Severity.WARNING,
                beside.datasource() + ".datasource",
                "The change that was pending is given up, for this deployment brings another one, or none. Its table beside is dropped, and its mirror has ended."));
      }
    }
    return feedback;
  }
}
