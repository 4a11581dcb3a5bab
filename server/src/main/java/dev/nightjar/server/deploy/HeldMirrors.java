package dev.nightjar.server.deploy;

import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.MirrorsApartException;
import dev.nightjar.mirror.status.MirrorState;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The mirrors that wait while a rollout changes the tables and views that their rows reach. */
final class HeldMirrors {
  /** Both mirrors were LIVE a moment ago: neither is far from the other. */
  private static final Duration TO_ALIGN = Duration.ofSeconds(30);

  private final Plan plan;
  private final Mirrors mirrors;
  private final Leftovers leftovers;
  private final Set<String> paused = new HashSet<>();

  HeldMirrors(Plan plan, Mirrors mirrors, Leftovers leftovers) {
    this.plan = plan;
    this.mirrors = mirrors;
    this.leftovers = leftovers;
  }

  /**
   * Mirrors whose rows reach a view that is made or filled wait until it stands, so that each row
   * reaches it once. So do those whose rows reach a table that may be made what it was: their rows
   * must not be among those that are taken out again.
   */
  void pause() {
    Set<String> feeders = new HashSet<>();
    Views before = Planner.liveViews(plan.live());
    for (String pipe : plan.renewedViews()) {
      Views.View view = plan.views().find(pipe).orElseThrow();
      feeders.addAll(plan.views().feeders(view));
      if (plan.filledViews().contains(pipe)) {
        Set<String> reached = plan.views().reached(view);
        feeders.addAll(plan.views().feeders(reached));
        feeders.addAll(before.feeders(reached));
      }
    }
    for (DatasourceStep step : plan.datasources()) {
      boolean setAside = step.action() == DatasourceStep.Action.RECREATE;
      if (feeders.contains(step.name()) || setAside) {
        step.live().ifPresent(live -> pause(live.id()));
      }
      // nor may one write into a table that is being renamed
      step.prepared().ifPresent(beside -> pause(beside.id()));
    }
    // those that end must not write once their tables are replaced, nor after a crash in between
    plan.endedMirrors().forEach(this::pause);
  }

  private void pause(String id) {
    if (leftovers.hold(mirrors, id)) {
      paused.add(id);
    }
  }

  /**
   * A view that goes on over a new table finds there what it has not seen, and nothing else.
   *
   * @throws MirrorsApartException when that cannot be had now
   */
  void align() {
    aligned().forEach(step -> mirrors.align(step.live().orElseThrow().id(), step.id(), TO_ALIGN));
  }

  private Stream<DatasourceStep> aligned() {
    return plan.datasources().stream()
        .filter(step -> step.prepared().isPresent() && !plan.carriedViews(step).isEmpty());
  }

  /**
   * Nobody has let one of them go on meanwhile.
   *
   * @throws MirrorsApartException when somebody has
   */
  void requireAligned() {
    for (DatasourceStep step : aligned().toList()) {
      for (String id : List.of(step.live().orElseThrow().id(), step.id())) {
        if (mirrors.status(id).filter(s -> s.state() == MirrorState.PAUSED).isEmpty()) {
          throw new MirrorsApartException(
              "Somebody resumed the mirror of `" + step.name() + "` while its table was swapped.");
        }
      }
    }
  }

  /** Lets all go on, after the rollout has been taken back. */
  void resume() {
    paused.forEach(this::resume);
  }

  /** Lets those go on that are live; once the deployment is stored. */
  void release() {
    for (DatasourceStep step : plan.datasources()) {
      if (paused.contains(step.id())) {
        resume(step.id());
      }
    }
  }

  private void resume(String id) {
    mirrors.resume(id);
    leftovers.forgetPaused(id);
  }
}
