package dev.nightjar.project;

/** Directives that all kinds of files once had. */
final class FileDirectives {
  private FileDirectives() {}

  static void checkObsolete(Scope scope, ProblemLog log) {
    if (scope.has("VERSION")) {
      log.warning(scope.position("VERSION"), "VERSION does nothing any more. Take the line out.");
    }
    if (scope.has("INCLUDE")) {
      log.error(
          scope.position("INCLUDE"),
          "INCLUDE is not supported. Put the lines of the other file here.");
    }
  }
}
