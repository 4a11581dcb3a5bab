package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.FileKind;
import dev.nightjar.project.PipeFile;
import dev.nightjar.project.Problem;
import dev.nightjar.project.Project;
import dev.nightjar.project.ResourceName;
import dev.nightjar.project.Severity;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.workspace.Workspace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a deployment would do.
 *
 * @param workspace where
 * @param wish what is wished besides what the files say
 * @param live what is deployed now
 * @param files what is deployed afterwards
 * @param byApi what of it the API made, not a project's upload
 * @param project the same, understood
 * @param names what changes, by name
 * @param datasources a step for each data source that is there afterwards
 * @param deleted the data sources that are not
 * @param views the materialized views that are there afterwards
 * @param renewedViews pipes whose view is made, or made anew
 * @param filledViews pipes among them whose view is filled from what is there
 * @param changedPipes pipes that are new or changed
 * @param problems everything that is wrong, and what else there is to say
 * @param losses what data would be lost, in sentences
 */
record Plan(
    Workspace workspace,
    Planner.Wish wish,
    LiveSet live,
    List<SourceFile> files,
    Set<ResourceName> byApi,
    Project project,
    Names names,
    List<DatasourceStep> datasources,
    List<DatasourceFile> deleted,
    Views views,
    Set<String> renewedViews,
    Set<String> filledViews,
    List<PipeFile> changedPipes,
    List<Problem> problems,
    List<Feedback> losses) {

  List<Problem> errors() {
    return problems.stream().filter(problem -> problem.severity() == Severity.ERROR).toList();
  }

  /** The same for some of the data sources. */
  Plan only(List<DatasourceStep> some) {
    return new Plan(
        workspace,
        wish,
        live,
        files,
        byApi,
        project,
        names,
        some,
        deleted,
        views,
        renewedViews,
        filledViews,
        changedPipes,
        problems,
        losses);
  }

  /** The tables beside that it puts in their places. */
  List<Prepared> taken() {
    return datasources.stream().flatMap(step -> step.prepared().stream()).toList();
  }

  /** The views that go on, with the targets that they have, over a table that is built beside. */
  Set<String> carriedViews(DatasourceStep step) {
    return views.downstreamFirst().stream()
        .filter(view -> step.beside() && view.sources().contains(step.name()))
        .map(Views.View::pipe)
        .filter(pipe -> renewedViews.contains(pipe) && !filledViews.contains(pipe))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Mirrors that would begin, though nothing of their files changed. */
  boolean changesNothing() {
    return names.isEmpty();
  }

  /** The tables and views that are there only if this is carried out. */
  List<TableName> created() {
    List<TableName> created = new ArrayList<>();
    Views before = Planner.liveViews(live);
    for (Views.View view : views.downstreamFirst()) {
      if (before.find(view.pipe()).isEmpty()) {
        created.add(named(view.pipe()));
      }
    }
    for (DatasourceStep step : datasources) {
      if (step.action() == DatasourceStep.Action.CREATE && step.prepared().isEmpty()) {
        created.add(named(step.name()));
        if (step.mirrored()) {
          created.add(MirrorSpec.quarantineOf(named(step.name())));
        }
      }
    }
    return created;
  }

  /** The mirrors that end with it. */
  List<String> endedMirrors() {
    List<String> ended = new ArrayList<>();
    for (DatasourceFile file : deleted) {
      live.find(FileKind.DATASOURCE, file.name()).ifPresent(resource -> ended.add(resource.id()));
    }
    for (DatasourceStep step : datasources) {
      step.live().map(LiveResource::id).filter(id -> !id.equals(step.id())).ifPresent(ended::add);
    }
    return ended;
  }

  /** The ids of data sources that keep rows of views which do not make them any more. */
  List<String> leftByViews() {
    Set<String> left = new HashSet<>();
    for (Views.View before : Planner.liveViews(live).downstreamFirst()) {
      boolean goesOn =
          views
              .find(before.pipe())
              .filter(view -> view.target().equals(before.target()))
              .filter(view -> view.sources().equals(before.sources()))
              .isPresent();
      if (!goesOn) {
        left.add(before.target());
      }
    }
    return datasources.stream()
        .filter(step -> left.contains(step.name()) && !step.fresh())
        .map(DatasourceStep::id)
        .toList();
  }

  private TableName named(String name) {
    return new TableName(workspace.database(), name);
  }
}
