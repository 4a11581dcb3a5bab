package dev.nightjar.server.deploy;

import dev.nightjar.mirror.MirrorsApartException;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes what is pending live, where all that it waits for has caught up; says why where it has and
 * cannot be swapped. For one thread at a time.
 */
final class Finishing {
  /** The mirrors wait while they are aligned, so that is not tried all the time. */
  private static final Duration BETWEEN_ALIGNMENTS = Duration.ofMinutes(2);

  private final LiveSets liveSets;
  private final Planner planner;
  private final PendingChanges pending;
  private final Landing landing;
  private final DeploymentResults results;
  private final Clock clock;
  private final Map<String, Instant> notBefore = new HashMap<>();

  Finishing(
      LiveSets liveSets,
      Planner planner,
      PendingChanges pending,
      Landing landing,
      DeploymentResults results,
      Clock clock) {
    this.liveSets = liveSets;
    this.planner = planner;
    this.pending = pending;
    this.landing = landing;
    this.results = results;
    this.clock = clock;
  }

  /** Looks at what is pending in a workspace, in which nobody deploys meanwhile. */
  void finish(Workspace workspace) {
    boolean waits =
        Optional.ofNullable(notBefore.get(workspace.id()))
            .filter(clock.instant()::isBefore)
            .isPresent();
    if (!waits) {
      notBefore.remove(workspace.id());
      pending.find(workspace).ifPresent(change -> finish(workspace, change));
    }
  }

  private void finish(Workspace workspace, PendingChange change) {
    LiveSet live = liveSets.of(workspace);
    Planner.Wish wish = new Planner.Wish(true, false);
    Plan plan = planner.plan(workspace, live, change.intended(live), wish);
    List<FileError> errors = Outcomes.errors(plan, true);
    if (!errors.isEmpty()) {
      trouble(workspace, change, Optional.of(errors.getFirst().error()));
    } else if (!landing.behind(plan).isEmpty()) {
      trouble(workspace, change, landing.obstacle(plan));
    } else {
      land(workspace, change, plan);
    }
  }

  private void land(Workspace workspace, PendingChange change, Plan plan) {
    try {
      landing.landOrWait(
          plan,
          change.deployment(),
          (db, landed) -> results.finished(db, workspace, change.deployment(), plan));
    } catch (MirrorsApartException e) {
      notBefore.put(workspace.id(), clock.instant().plus(BETWEEN_ALIGNMENTS));
      trouble(workspace, change, Optional.of(e.getMessage()));
    } catch (RolloutException e) {
      trouble(workspace, change, Optional.of(e.problems().getFirst().toString()));
    }
  }

  private void trouble(Workspace workspace, PendingChange change, Optional<String> why) {
    if (!change.trouble().equals(why)) {
      pending.trouble(workspace, why);
    }
  }
}
