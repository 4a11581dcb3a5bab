package dev.nightjar.server.deploy;

import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.MirrorsApartException;
import dev.nightjar.mirror.StartedMirror;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.project.Severity;
import dev.nightjar.server.workspace.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes plans live: all of one at once, or, where mirrored data sources are built beside, what does
 * not wait for them; the rest is stored as the workspace's pending change. For one thread at a time
 * in a workspace.
 */
final class Landing {
  private static final Logger LOG = LoggerFactory.getLogger(Landing.class);

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

  /** The data sources that are to be built beside and cannot be swapped yet. */
  List<DatasourceStep> behind(Plan plan) {
    return plan.datasources().stream()
        .filter(DatasourceStep::beside)
        .filter(step -> !hasCaughtUp(step) || obstacle(plan, step).isPresent())
        .toList();
  }

  private boolean hasCaughtUp(DatasourceStep step) {
    return beside(step).filter(status -> status.state() == MirrorState.LIVE).isPresent();
  }

  private Optional<MirrorStatus> beside(DatasourceStep step) {
    return step.prepared().flatMap(there -> mirrors.status(there.id()));
  }

  /** Why those that have caught up are not swapped, where that takes a person or a healing. */
  Optional<String> obstacle(Plan plan) {
    return plan.datasources().stream()
        .filter(step -> step.beside() && hasCaughtUp(step))
        .flatMap(step -> obstacle(plan, step).stream())
        .findFirst();
  }

  private Optional<String> obstacle(Plan plan, DatasourceStep step) {
    Set<String> views = plan.carriedViews(step);
    Optional<MirrorStatus> present = step.live().flatMap(live -> mirrors.status(live.id()));
    if (views.isEmpty() || present.isEmpty()) {
      return Optional.empty();
    }
    String why;
    if (present.get().state() != MirrorState.LIVE) {
      why = "that one is " + present.get().state().code();
    } else if (!present.get().stream().arn().equals(beside(step).orElseThrow().stream().arn())) {
      why = "they read different streams of the table, until each has healed";
    } else {
      return Optional.empty();
    }
    return Optional.of(
        "What reads `%s` keeps what it has counted (%s), and goes on from where the present mirror is, once both mirrors are LIVE; %s. Resume or resync it, or deploy without these views and bring them back afterwards: they are filled from the new table then."
            .formatted(step.name(), String.join(", ", views), why));
  }

  /**
   * Makes a plan live. What cannot be swapped now waits, and is swapped later.
   *
   * @param number the deployment's
   * @throws RolloutException when something failed, after everything has been taken back
   */
  Landed land(Plan plan, long number, Store store) {
    try {
      return landOrWait(plan, number, store);
    } catch (MirrorsApartException e) {
      LOG.info("tables of {} are swapped later: {}", plan.workspace().name(), e.getMessage());
      return landInPart(
          plan,
          plan.datasources().stream().filter(DatasourceStep::beside).toList(),
          kept(plan),
          number,
          store);
    }
  }

  /**
   * The same, but for mirrors that were to be aligned and are not.
   *
   * @throws MirrorsApartException when that is so; everything has been taken back
   */
  Landed landOrWait(Plan plan, long number, Store store) {
    List<DatasourceStep> behind = behind(plan);
    List<DatasourceStep> kept = kept(plan);
    if (!behind.isEmpty() || !kept.isEmpty()) {
      return landInPart(plan, behind, kept, number, store);
    }
    List<Feedback> givenUp = givenUp(plan);
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

  /** Those whose rows would go, because nothing brings them again now. */
  private List<DatasourceStep> kept(Plan plan) {
    return plan.datasources().stream()
        .filter(step -> step.mirrored() && !step.connect())
        .filter(step -> step.action() == DatasourceStep.Action.RECREATE)
        .filter(step -> step.live().flatMap(live -> mirrors.status(live.id())).isPresent())
        .toList();
  }

  private Landed landInPart(
      Plan plan, List<DatasourceStep> behind, List<DatasourceStep> kept, long number, Store store) {
    Workspace workspace = plan.workspace();
    rollouts.settleSoon(workspace);
    List<DatasourceStep> later = Stream.concat(behind.stream(), kept.stream()).toList();
    Waiting waiting = Waiting.of(plan, later);
    Plan meanwhile = meanwhile(plan, waiting);
    if (!meanwhile.errors().isEmpty()) {
      waiting = Waiting.all(plan);
      meanwhile = meanwhile(plan, waiting);
    }
    List<Feedback> feedback = new ArrayList<>(givenUp(plan));
    feedback.addAll(PendingFeedback.of(waiting.names(), behind, kept));
    List<String> superseded = rollouts.hold(superseded(plan));
    Preparation.Made made;
    try {
      made = preparation.make(plan, behind, number);
    } catch (RuntimeException e) {
      rollouts.resume(superseded);
      throw e;
    }
    List<String> ids = behind.stream().map(DatasourceStep::id).toList();
    Plan live = meanwhile;
    try {
      Rollout.Done done =
          rollouts.run(
              workspace,
              live,
              (db, result) -> {
                pending.forget(db, workspace);
                if (!behind.isEmpty()) {
                  pending.put(
                      db,
                      workspace,
                      new PendingChange(number, plan.files(), plan.byApi(), Optional.empty()));
                }
                prepared.keep(db, ids, number);
                store.in(db, new Landed(live, with(result, made), feedback));
              });
      preparation.made(made.ids());
      return new Landed(live, with(done, made), feedback);
    } catch (RuntimeException e) {
      preparation.giveUp(workspace, made.ids(), e);
      rollouts.resume(superseded);
      throw e;
    }
  }

  /** The mirrors beside that end: each stops before another begins to read the same stream. */
  private List<String> superseded(Plan plan) {
    return prepared.of(plan.workspace()).stream()
        .filter(beside -> !plan.taken().contains(beside))
        .map(Prepared::id)
        .toList();
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
