package dev.nightjar.server.deploy;

import dev.nightjar.mirror.MirrorProblem;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.StartedMirror;
import dev.nightjar.project.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a deployment tells besides its errors. */
final class Feedbacks {
  private Feedbacks() {}

  /** What there is to say of a plan that is not carried out, or not yet. */
  static List<Feedback> before(Plan plan) {
    List<Feedback> feedback = new ArrayList<>(of(plan, Rollout.Done.NOTHING, true));
    for (DatasourceStep step : plan.datasources()) {
      for (MirrorProblem lack : step.lacks()) {
        feedback.add(
            new Feedback(
                Severity.WARNING,
                step.name() + ".datasource",
                lack.message() + " It is off, and the deployment switches it on."));
      }
    }
    return feedback;
  }

  /**
   * @param done the mirrors that were started, and what was switched on for them
   * @param deploy whether a client of {@code /v1/deploy} listens, which shows nothing of a backfill
   *     but feedback
   */
  static List<Feedback> of(Plan plan, Rollout.Done done, boolean deploy) {
    Map<String, StartedMirror> started = done.started();
    List<Feedback> feedback = new ArrayList<>(warnings(plan));
    feedback.addAll(plan.losses());
    done.switched()
        .forEach((datasource, what) ->
            feedback.add(
                new Feedback(
                    Severity.WARNING,
                    datasource + ".datasource",
                    switched(plan, datasource, what))));
    for (DatasourceStep step : plan.datasources()) {
      String resource = step.name() + ".datasource";
      StartedMirror mirror = started.get(step.name());
      if (mirror != null && !mirror.untouched()) {
        if (mirror.exportArn().isEmpty()) {
          feedback.add(new Feedback(Severity.WARNING, resource, mirror.message()));
        } else if (deploy) {
          feedback.add(
              new Feedback(
                  Severity.WARNING, resource, backfill(step.name(), mirror.exportArn().get())));
        }
      } else if (mirror == null && step.mirrored() && step.fresh() && !plan.wish().connect()) {
        feedback.add(
            new Feedback(
                Severity.INFO,
                resource,
                "The table stands, but nothing is ingested into it: build with connections (--with-connections), or deploy, to start its mirror."));
      }
    }
    for (Views.View view : plan.views().downstreamFirst()) {
      if (plan.renewedViews().contains(view.pipe()) && !plan.filledViews().contains(view.pipe())) {
        feedback.add(
            new Feedback(
                Severity.INFO,
                view.pipe() + ".pipe",
                "The materialized view is made anew. It writes what comes from now on; the rows that are in `"
                    + view.target()
                    + "` stay as they are."));
      }
    }
    return feedback;
  }

  static List<Feedback> warnings(Plan plan) {
    return plan.problems().stream()
        .filter(problem -> problem.severity() != Severity.ERROR)
        .map(problem ->
            new Feedback(problem.severity(), problem.position().file(), problem.toString()))
        .toList();
  }

  static List<Outcome.Backfill> backfills(Map<String, StartedMirror> started) {
    return started.values().stream()
        .filter(mirror -> !mirror.untouched() && mirror.exportArn().isPresent())
        .map(mirror -> new Outcome.Backfill(mirror.id(), mirror.exportArn().get()))
        .toList();
  }

  private static String switched(Plan plan, String datasource, List<String> what) {
    String table =
        plan.datasources().stream()
            .filter(step -> step.name().equals(datasource))
            .flatMap(step -> step.spec().stream())
            .map(MirrorSpec::tableArn)
            .findFirst()
            .orElse(datasource);
    return "Switched on, because it was off: " + String.join(" and ", what) + " of " + table + ".";
  }

  /** The specification's message, saying Nightjar. */
  private static String backfill(String datasource, String exportArn) {
    return "DynamoDB initial export backfill started for datasource '"
        + datasource
        + "'. AWS exports can stay in progress for several minutes; Nightjar will keep retrying the import until AWS marks the export as completed. Export ARN: "
        + exportArn;
  }
}
