package dev.nightjar.dynamodb.table;

/**
 * A reason why a table cannot be mirrored.
 *
 * @param reason its code
 * @param message the specification's sentence
 * @param hint what to do about it
 */
public record TableProblem(Reason reason, String message, String hint) {

  /** The message, then the hint. */
  @Override
  public String toString() {
    return hint.isEmpty() ? message : message + " " + hint;
  }
}
