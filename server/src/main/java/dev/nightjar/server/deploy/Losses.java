package dev.nightjar.server.deploy;

import java.util.List;

/**
 * What a change would lose.
 *
 * @param losses what data, in sentences
 * @param errors why it cannot be made; that it loses something is among them where it must not
 */
public record Losses(List<Feedback> losses, List<FileError> errors) {
  /** Copies both lists. */
  public Losses {
    losses = List.copyOf(losses);
    errors = List.copyOf(errors);
  }

  static Losses of(Plan plan, boolean destructive) {
    return new Losses(plan.losses(), Outcomes.errors(plan, destructive));
  }
}
