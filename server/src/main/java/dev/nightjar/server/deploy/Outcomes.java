package dev.nightjar.server.deploy;

import dev.nightjar.mirror.MirrorRefusedException;
import dev.nightjar.mirror.StartedMirror;
import dev.nightjar.project.FileKind;
import dev.nightjar.server.live.LiveSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts outcomes and their errors together. */
final class Outcomes {
  private Outcomes() {}

  static List<FileError> refusals(MirrorRefusedException refused) {
    return refused.problems().stream()
        .map(problem -> new FileError("connections", problem.toString()))
        .toList();
  }

  /** The data sources whose mirrors began. */
  static List<String> begun(Plan plan, Map<String, StartedMirror> started) {
    return plan.datasources().stream()
        .map(DatasourceStep::name)
        .filter(name -> started.containsKey(name) && !started.get(name).untouched())
        .toList();
  }

  static List<FileError> errors(Plan plan, boolean destructive) {
    List<FileError> errors = new ArrayList<>(plan.errors().stream().map(FileError::of).toList());
    if (!destructive) {
      plan.losses()
          .forEach(loss ->
              errors.add(
                  new FileError(
                      loss.resource(),
                      loss.message()
                          + " Deploy with --allow-destructive-operations if that is what you want.")));
    }
    return errors;
  }

  static Outcome outcome(
      Outcome.Result result, Deployment deployment, Map<String, StartedMirror> started) {
    return new Outcome(result, deployment, Map.of(), Feedbacks.backfills(started));
  }

  static Outcome outcome(
      Outcome.Result result,
      Deployment deployment,
      Map<String, StartedMirror> started,
      LiveSet live) {
    Map<String, String> ids = new LinkedHashMap<>();
    live.resources().stream()
        .filter(resource -> live.project().datasources().containsKey(resource.name()))
        .filter(resource -> resource.kind() == FileKind.DATASOURCE)
        .forEach(resource -> ids.put(resource.name(), resource.id()));
    return new Outcome(result, deployment, ids, Feedbacks.backfills(started));
  }
}
