package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.mirror.MirrorRefusedException;
import dev.nightjar.project.Position;
import dev.nightjar.project.Problem;
import dev.nightjar.server.query.ErrorText;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Makes what fails the problem of the place in the files that caused it. */
final class Blame {
  private Blame() {}

  /**
   * Does something that a place in a file asks for.
   *
   * @param database the workspace's, which nobody needs to read of
   */
  static <T> T on(Position place, String database, Supplier<T> work) {
    try {
      return work.get();
    } catch (ClickHouseException e) {
      ErrorText.requireAnswer(e);
      throw new RolloutException(
          List.of(Problem.error(place, ErrorText.of(e, Set.of(database)))), e);
    } catch (AwsException e) {
      throw new RolloutException(List.of(Problem.error(place, e.getMessage())), e);
    }
  }

  /** Does something for the mirror of a data source. */
  static <T> T on(DatasourceStep step, Plan plan, Supplier<T> work) {
    Position table = step.file().positions().of("IMPORT_TABLE_ARN");
    try {
      return on(table, plan.workspace().database(), work);
    } catch (MirrorRefusedException e) {
      throw new RolloutException(
          e.problems().stream()
              .map(problem -> MirrorProblems.error(problem, step.file(), plan.project()))
              .toList(),
          e);
    }
  }
}
