package dev.nightjar.mirror.row;

import dev.nightjar.project.Problem;
import java.util.List;

/** What came of reading a data source as the mirror of a table. */
public sealed interface SchemaReading {

  /**
   * It can be mirrored.
   *
   * @param schema the columns and the key
   * @param warnings what its author may want to know
   */
  record Compiled(MirroredSchema schema, List<Problem> warnings) implements SchemaReading {
    public Compiled {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * It cannot.
   *
   * @param problems all of them, by their place in the file
   */
  record Refused(List<Problem> problems) implements SchemaReading {
    public Refused {
      problems =
          problems.stream().sorted(java.util.Comparator.comparing(Problem::position)).toList();
    }
  }
}
