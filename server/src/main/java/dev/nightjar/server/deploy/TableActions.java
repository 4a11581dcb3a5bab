package dev.nightjar.server.deploy;

import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.Project;
import dev.nightjar.server.live.LiveSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What happens to each table. One that is made anew takes the targets of the views that read it
 * with it, for what they hold came from rows that are gone; unless it is built beside, as a mirror
 * of the same table, and the view stays what it is: such a view goes on over the new table from
 * where it was over the old one.
 */
final class TableActions {
  private final Project project;
  private final LiveSet live;
  private final Views before;
  private final Predicate<DatasourceFile> besideOf;

  private TableActions(Project project, LiveSet live, Predicate<DatasourceFile> besideOf) {
    this.project = project;
    this.live = live;
    this.before = Planner.liveViews(live);
    this.besideOf = besideOf;
  }

  /**
   * An action for each data source of a project.
   *
   * @param beside whether one that is made anew is built beside, its old mirror going on meanwhile
   */
  static Map<String, DatasourceStep.Action> of(
      Project project, LiveSet live, Views views, Predicate<DatasourceFile> beside) {
    return new TableActions(project, live, beside).spread(views);
  }

  private Map<String, DatasourceStep.Action> spread(Views views) {
    Map<String, DatasourceStep.Action> actions = new HashMap<>();
    for (DatasourceFile file : project.datasources().values()) {
      actions.put(file.name(), action(file, live.datasource(file.name())));
    }
    boolean spread = true;
    while (spread) {
      spread = false;
      for (Views.View view : views.downstreamFirst()) {
        boolean losesItsRows =
            view.sources().stream()
                .filter(source -> actions.get(source) == DatasourceStep.Action.RECREATE)
                .anyMatch(source -> !goesOn(view, source));
        DatasourceStep.Action target = actions.get(view.target());
        if (losesItsRows
            && (target == DatasourceStep.Action.KEEP || target == DatasourceStep.Action.ALTER)) {
          actions.put(view.target(), DatasourceStep.Action.RECREATE);
          spread = true;
        }
      }
    }
    return actions;
  }

  private boolean goesOn(Views.View view, String source) {
    DatasourceFile file = project.datasources().get(source);
    boolean sameTable =
        live.datasource(source)
            .filter(old -> TableShape.of(old).tableArn().equals(TableShape.of(file).tableArn()))
            .isPresent();
    return sameTable
        && besideOf.test(file)
        && before.find(view.pipe()).filter(view::equals).isPresent();
  }

  private static DatasourceStep.Action action(DatasourceFile file, Optional<DatasourceFile> live) {
    if (live.isEmpty()) {
      return DatasourceStep.Action.CREATE;
    }
    TableShape before = TableShape.of(live.get());
    TableShape after = TableShape.of(file);
    if (before.sameAs(after)) {
      return DatasourceStep.Action.KEEP;
    }
    return before.canBecome(after) ? DatasourceStep.Action.ALTER : DatasourceStep.Action.RECREATE;
  }
}
