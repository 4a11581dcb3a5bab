package dev.nightjar.mirror.run;

import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.Reason;
import dev.nightjar.dynamodb.table.TableChecks;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.dynamodb.table.TableInspection;
import dev.nightjar.dynamodb.table.TableLimits;
import dev.nightjar.dynamodb.table.TableProblem;
import dev.nightjar.mirror.state.StoredMirror;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a mirror's next generation can begin on the table as it is now. */
sealed interface TableReadiness {

  /** It can. */
  record Ready(TableDescription table) implements TableReadiness {}

  /**
   * Not before somebody has changed the table; nothing is asked of the mirror.
   *
   * @param reason a code
   * @param message what to change
   */
  record NotYet(String reason, String message) implements TableReadiness {}

  /**
   * Not into the ClickHouse table that is there.
   *
   * @param message why, and what to do
   */
  record Never(String message) implements TableReadiness {}

  /**
   * Judges. How large the table is does not count: the mirror was accepted once.
   *
   * @param found the table, or empty if AWS knows none by that ARN
   */
  static TableReadiness of(StoredMirror mirror, Optional<TableDescription> found) {
    Optional<String> otherKey = found.flatMap(table -> otherKey(mirror, table));
    if (otherKey.isPresent()) {
      return new Never(otherKey.get());
    }
    return switch (TableChecks.judge(
        found, mirror.tableArn(), mirror.role().region(), TableLimits.NONE)) {
      case TableInspection.Usable(TableDescription table) -> new Ready(table);
      case TableInspection.Unusable(List<TableProblem> problems, _) ->
          notYet(mirror, problems.getFirst());
    };
  }

  /** Why a table of the mirror's name, but of another key, is not loaded into its data source. */
  static Optional<String> otherKey(StoredMirror mirror, TableDescription table) {
    return table.keys().equals(mirror.keys())
        ? Optional.empty()
        : Optional.of(
            "The DynamoDB table "
                + mirror.tableArn()
                + " was created anew with the key "
                + keys(table.keys())
                + ", the mirrored table is sorted by "
                + keys(mirror.keys())
                + ". Change the data source to fit and deploy it again.");
  }

  private static NotYet notYet(StoredMirror mirror, TableProblem problem) {
    String what =
        problem.reason() == Reason.TABLE_NOT_FOUND
            ? "The DynamoDB table was not found. AWS knows no "
                + mirror.tableArn()
                + " any more. Create it again with the same key, or drop the data source."
            : problem.toString();
    return new NotYet(
        problem.reason().code(),
        what + " The mirror waits for that, and then loads the table anew by itself.");
  }

  private static String keys(List<KeyAttribute> keys) {
    return keys.stream()
        .map(key -> key.name() + " " + key.type())
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
