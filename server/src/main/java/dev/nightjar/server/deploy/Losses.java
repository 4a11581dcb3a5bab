package dev.nightjar.server.deploy;

import java.util.ArrayList;
import java.util.List;

/**
 * What a change would lose.
 *
 * @param losses what data, in sentences; and what is built beside by another export, which costs
 * @param errors why it cannot be made; that it loses something is among them where it must not
 */
public record Losses(List<Feedback> losses, List<FileError> errors) {
  /** Copies both lists. */
  public Losses {
    losses = List.copyOf(losses);
    errors = List.copyOf(errors);
  }

  static Losses of(Plan plan, boolean destructive) {
    List<Feedback> told = new ArrayList<>(plan.losses());
    told.addAll(
        PendingFeedback.before(
            plan.datasources().stream()
                .filter(step -> step.beside() && step.prepared().isEmpty())
                .filter(step -> plan.losses().stream().noneMatch(loss -> isOf(loss, step)))
                .toList()));
    return new Losses(told, Outcomes.errors(plan, destructive));
  }

  private static boolean isOf(Feedback loss, DatasourceStep step) {
    return loss.resource().equals(step.name() + ".datasource");
  }
}
