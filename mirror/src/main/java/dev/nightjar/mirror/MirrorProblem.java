package dev.nightjar.mirror;

import dev.nightjar.project.Position;
import java.util.Optional;

/**
 * Why a data source cannot be mirrored.
 *
 * @param reason a code: one of {@link dev.nightjar.dynamodb.table.Reason}'s, or {@code
 *     schema_invalid}
 * @param position where in the file, if one place is to blame
 * @param message what is wrong
 * @param hint what to do; empty where the message says it
 */
public record MirrorProblem(
    String reason, Optional<Position> position, String message, String hint) {

  /** {@code file:line:column: message hint}. */
  @Override
  public String toString() {
    String text = hint.isEmpty() ? message : message + " " + hint;
    return position.map(place -> place + ": " + text).orElse(text);
  }
}
