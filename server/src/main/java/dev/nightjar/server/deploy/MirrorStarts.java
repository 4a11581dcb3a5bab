package dev.nightjar.server.deploy;

import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.StartedMirror;
import dev.nightjar.project.Problem;
import dev.nightjar.server.live.LiveResource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last steps of a rollout: what tables lack is switched on, then their mirrors start. */
final class MirrorStarts {
  private final Plan plan;
  private final Mirrors mirrors;
  private final Undo undo;
  private final Map<String, StartedMirror> started = new LinkedHashMap<>();
  private final Map<String, List<String>> switched = new LinkedHashMap<>();

  /**
   * @param undo learns how a start is taken back
   */
  MirrorStarts(Plan plan, Mirrors mirrors, Undo undo) {
    this.plan = plan;
    this.mirrors = mirrors;
    this.undo = undo;
  }

  /** Nothing takes this back, so everything else that may fail has been done before. */
  void switchOn() {
    for (DatasourceStep step : plan.datasources()) {
      if (!step.lacks().isEmpty()) {
        List<String> what = Blame.on(step, plan, () -> mirrors.enable(step.spec().orElseThrow()));
        if (!what.isEmpty()) {
          switched.put(step.name(), what);
        }
      }
    }
  }

  void start() {
    for (DatasourceStep step : plan.datasources()) {
      // one whose table stood beside has begun there
      if (step.connect() && step.spec().isPresent() && !inPlace(step)) {
        MirrorSpec spec = step.spec().get();
        boolean there = mirrors.status(spec.id()).isPresent();
        if (!there) {
          undo.add("drop mirror " + spec.id(), () -> mirrors.drop(spec.id()));
        }
        started.put(
            step.name(), Blame.on(step, plan, () -> mirrors.start(spec, predecessor(step))));
      }
    }
  }

  /** The mirror whose views may go on over this one. */
  private static Optional<String> predecessor(DatasourceStep step) {
    return step.live().filter(_ -> step.beside()).map(LiveResource::id);
  }

  private static boolean inPlace(DatasourceStep step) {
    return step.fresh() && step.prepared().isPresent();
  }

  /** The mirrors that run now, by data source. */
  Map<String, StartedMirror> started() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(started));
  }

  /** What was switched on in AWS, by data source. */
  Map<String, List<String>> switched() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(switched));
  }

  /** What a rollout that failed leaves in AWS. */
  List<Problem> whatStays() {
    return plan.datasources().stream()
        .filter(step -> switched.containsKey(step.name()))
        .map(step ->
            Problem.error(
                step.file().positions().of("IMPORT_TABLE_ARN"),
                "Nothing is deployed, but "
                    + String.join(" and ", switched.get(step.name()))
                    + " of the table had been switched on by then, and stays so."))
        .toList();
  }
}
