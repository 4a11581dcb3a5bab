package dev.nightjar.server.aws;

/**
 * One thing that a mirror needs of AWS, tried.
 *
 * @param name what it is: an action of the access policy, or the role, the table …
 * @param outcome what came of it
 * @param detail what was found, or AWS's refusal with what to do
 */
public record RoleCheck(String name, Outcome outcome, String detail) {

  /** What came of trying. */
  public enum Outcome {
    /** It is there. */
    OK,
    /** AWS did not say: it was asked too often. */
    WARNING,
    /** It is not: a mirror would stop. */
    FAILED,
    /** It could not be tried, because of something before it, or because trying would change it. */
    SKIPPED
  }

  static RoleCheck ok(String name, String detail) {
    return new RoleCheck(name, Outcome.OK, detail);
  }

  static RoleCheck warning(String name, String detail) {
    return new RoleCheck(name, Outcome.WARNING, detail);
  }

  static RoleCheck failed(String name, String detail) {
    return new RoleCheck(name, Outcome.FAILED, detail);
  }

  static RoleCheck skipped(String name, String detail) {
    return new RoleCheck(name, Outcome.SKIPPED, detail);
  }
}
