package dev.nightjar.dynamodb.table;

import java.util.List;
import java.util.Optional;

/** What looking at a table gave. */
public sealed interface TableInspection {

  /** It can be mirrored; its stream is on and carries new images, and PITR is on. */
  record Usable(TableDescription table) implements TableInspection {}

  /**
   * It cannot, for at least one reason.
   *
   * @param problems all that were found, the gravest first
   * @param table the table, if it could be looked at
   */
  record Unusable(List<TableProblem> problems, Optional<TableDescription> table)
      implements TableInspection {

    /** Copies the list. */
    public Unusable {
      problems = List.copyOf(problems);
    }
  }
}
