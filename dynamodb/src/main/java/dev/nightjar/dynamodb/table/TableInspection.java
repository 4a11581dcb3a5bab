package dev.nightjar.dynamodb.table;

import java.util.List;

/** What looking at a table gave. */
public sealed interface TableInspection {

  /** It can be mirrored; its stream is on and carries new images, and PITR is on. */
  record Usable(TableDescription table) implements TableInspection {}

  /** It cannot, for at least one reason; all that were found. */
  record Unusable(List<TableProblem> problems) implements TableInspection {

    /** Copies the list. */
    public Unusable {
      problems = List.copyOf(problems);
    }
  }
}
