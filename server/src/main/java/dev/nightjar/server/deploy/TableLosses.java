package dev.nightjar.server.deploy;

import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.Project;
import dev.nightjar.project.Severity;
import dev.nightjar.server.live.LiveSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what data a deployment loses. */
final class TableLosses {
  private final LiveSet live;
  private final Project project;
  private final Map<String, DatasourceStep> steps;

  private TableLosses(LiveSet live, Project project, Map<String, DatasourceStep> steps) {
    this.live = live;
    this.project = project;
    this.steps = steps;
  }

  /**
   * A sentence for each data source that loses some.
   *
   * @param actions what happens to each table that is there afterwards
   */
  static List<Feedback> of(
      LiveSet live,
      Project project,
      Map<String, DatasourceStep.Action> actions,
      List<DatasourceStep> steps) {
    TableLosses all =
        new TableLosses(
            live, project, steps.stream().collect(Collectors.toMap(DatasourceStep::name, s -> s)));
    List<Feedback> losses = new ArrayList<>();
    for (DatasourceFile file : live.project().datasources().values()) {
      String resource = file.name() + ".datasource";
      if (!project.datasources().containsKey(file.name())) {
        losses.add(
            new Feedback(
                Severity.WARNING,
                resource,
                "The data source is deleted with all of its rows"
                    + (file.dynamoDb().isPresent() ? ", and its mirror ends." : ".")));
      } else if (actions.get(file.name()) == DatasourceStep.Action.RECREATE
          && !all.keepsEverything(file)) {
        losses.add(new Feedback(Severity.WARNING, resource, all.recreated(file)));
      }
    }
    return losses;
  }

  /** What is built beside has all that is in the old table, where no column is lost or re-typed. */
  private boolean keepsEverything(DatasourceFile before) {
    DatasourceStep step = steps.get(before.name());
    return step.beside() && TableShape.of(before).keepsEverythingIn(TableShape.of(step.file()));
  }

  private String recreated(DatasourceFile before) {
    DatasourceFile after = project.datasources().get(before.name());
    DatasourceStep step = steps.get(before.name());
    boolean changed = !TableShape.of(before).sameAs(TableShape.of(after));
    String why =
        changed
            ? "Its columns, engine or table changed"
            : "What the views that fill it read is made anew";
    if (step.beside()) {
      return why
          + ": its table is built beside by a new export of the whole DynamoDB table, and takes the place of the old one once it has caught up. What only the old one holds is lost then.";
    }
    return after.dynamoDb().isPresent()
        ? why
            + ": its table is made anew, and a new export of the whole DynamoDB table fills it. Until that is loaded, queries see a part of the items."
        : why
            + ": its table is made anew, and the rows in it that no view brings back are lost. Views make it anew from the rows that are there then (of a mirrored table: the newest of each item, perhaps more), and from each change from then on.";
  }
}
