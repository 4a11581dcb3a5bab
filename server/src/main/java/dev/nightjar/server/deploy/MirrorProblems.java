package dev.nightjar.server.deploy;

import dev.nightjar.dynamodb.table.Reason;
import dev.nightjar.mirror.MirrorProblem;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.project.ConnectionFile;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.Position;
import dev.nightjar.project.Problem;
import dev.nightjar.project.Project;
import dev.nightjar.project.Severity;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the directive at fault for what keeps a table from being mirrored. */
final class MirrorProblems {
  private static final Set<String> OF_ROLE =
      Set.of(Reason.UNABLE_TO_ASSUME_ROLE.code(), Reason.ROLE_ARN_REQUIRED.code());
  private static final Set<String> CAN_BE_SWITCHED_ON =
      Set.of(Reason.PITR_DISABLED.code(), Reason.STREAM_DISABLED.code());
  private static final String SCHEMA_INVALID = "schema_invalid";

  private MirrorProblems() {}

  /** Whether a table has no other problems than those that a deployment may mend. */
  static boolean canBeSwitchedOn(List<MirrorProblem> problems) {
    return !problems.isEmpty()
        && problems.stream().allMatch(problem -> CAN_BE_SWITCHED_ON.contains(problem.reason()));
  }

  /** Whether nothing is known of a table because this server has no credentials. */
  static boolean onlyCredentialsAreMissing(List<MirrorProblem> problems) {
    return !problems.isEmpty()
        && problems.stream()
            .allMatch(problem -> problem.reason().equals(Reason.MISSING_CREDENTIALS.code()));
  }

  /** Whether the parser has found the same place of the file at fault. */
  static boolean isSaid(MirrorProblem problem, Collection<Problem> said) {
    return said.stream()
        .filter(other -> other.severity() == Severity.ERROR)
        .anyMatch(other -> problem.position().equals(Optional.of(other.position())));
  }

  /** The problem with its place, as an error. */
  static Problem error(MirrorProblem problem, DatasourceFile file, Project project) {
    return Problem.error(place(problem, file, project), text(problem, ""));
  }

  /** The problem with its place, as a warning. */
  static Problem warning(
      MirrorProblem problem, DatasourceFile file, Project project, String consequence) {
    return Problem.warning(place(problem, file, project), text(problem, " " + consequence));
  }

  /** What is wrong, what to do, and the code in brackets. */
  private static String text(MirrorProblem problem, String consequence) {
    String otherwise =
        CAN_BE_SWITCHED_ON.contains(problem.reason())
            ? " Or let the deployment switch it on: `--enable`."
            : "";
    String text = (problem.message() + " " + problem.hint()).strip() + otherwise + consequence;
    return problem.reason().equals(SCHEMA_INVALID) ? text : text + " [" + problem.reason() + "]";
  }

  private static Position place(MirrorProblem problem, DatasourceFile file, Project project) {
    return problem
        .position()
        .or(() ->
            OF_ROLE.contains(problem.reason())
                ? connection(file, project).map(found -> found.positions().of("DYNAMODB_ARN"))
                : Optional.empty())
        .orElseGet(() ->
            file.positions()
                .of(
                    problem.reason().equals(FailureReason.EXPORT_REJECTED.code())
                        ? "IMPORT_EXPORT_BUCKET"
                        : "IMPORT_TABLE_ARN"));
  }

  private static Optional<ConnectionFile> connection(DatasourceFile file, Project project) {
    return file.dynamoDb().map(source -> source.connectionName()).map(project.connections()::get);
  }
}
