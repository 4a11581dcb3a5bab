package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.StartedMirror;
import dev.nightjar.server.workspace.Workspace;
import java.util.List;
import java.util.Map;

/**
 * Makes the tables of mirrored data sources beside, and begins their mirrors, while what is live
 * goes on. When something fails, nothing is left of it.
 */
final class Preparation {
  private final PreparedTables prepared;
  private final Mirrors mirrors;

  Preparation(PreparedTables prepared, Mirrors mirrors) {
    this.prepared = prepared;
    this.mirrors = mirrors;
  }

  /**
   * What was made. To be told what became of the deployment.
   *
   * @param ids of the data sources that stand beside now
   * @param started their mirrors, by data source
   * @param switched what was switched on for them in AWS, by data source
   */
  record Made(
      List<String> ids, Map<String, StartedMirror> started, Map<String, List<String>> switched) {}

  /**
   * Makes those that do not stand yet.
   *
   * @param steps those that are to stand beside; each has a specification
   * @param deployment the number of the one that waits for them
   * @throws RolloutException when something failed, after all has been taken back
   */
  Made make(Plan plan, List<DatasourceStep> steps, long deployment) {
    Workspace workspace = plan.workspace();
    List<DatasourceStep> missing =
        steps.stream()
            .filter(step -> step.prepared().isEmpty())
            .map(step -> step.at(Prepared.beside(workspace, step.id())))
            .toList();
    List<String> ids = missing.stream().map(DatasourceStep::id).toList();
    Undo undo = new Undo();
    MirrorStarts starts = new MirrorStarts(plan.only(missing), mirrors, undo);
    try {
      for (DatasourceStep step : missing) {
        Prepared begun = Prepared.begun(step.id(), step.file());
        prepared.begin(workspace, deployment, begun);
        Blame.on(step, plan, () -> createTables(step));
        prepared.stands(workspace, begun);
      }
      starts.switchOn();
      starts.start();
      return new Made(ids, starts.started(), starts.switched());
    } catch (RuntimeException e) {
      undo.run(e);
      giveUp(workspace, ids, e);
      throw e instanceof RolloutException failed ? failed.with(starts.whatStays()) : e;
    }
  }

  /** The deployment that some were made for is stored. */
  void made(List<String> ids) {
    prepared.made(ids);
  }

  private Object createTables(DatasourceStep step) {
    mirrors.createTables(step.spec().orElseThrow());
    return step;
  }

  /** Takes back what a deployment that failed has made; what remains goes before the next one. */
  void giveUp(Workspace workspace, List<String> ids, RuntimeException cause) {
    prepared.made(ids);
    try {
      prepared.dropUnwanted(workspace, mirrors);
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /** Definitions that ClickHouse does not take are found now, not when they are needed. */
  void tryPlain(Plan plan, Tables tables, Leftovers leftovers) {
    for (DatasourceStep step : plan.datasources()) {
      if (!step.mirrored() && step.fresh()) {
        TableName trial = Prepared.beside(plan.workspace(), step.id());
        boolean target = plan.views().targets().contains(step.name());
        leftovers.remember(trial);
        try {
          Blame.on(
              step.file().positions().of("ENGINE"),
              plan.workspace().database(),
              () -> {
                tables.create(PlainTable.of(step.file(), trial, target));
                return step;
              });
        } finally {
          leftovers.drop(List.of(trial));
        }
      }
    }
  }
}
