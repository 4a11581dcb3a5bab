package dev.nightjar.server.query;

import dev.nightjar.project.Column;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What cannot be in SQL of callers from whom a filter, or a pipe, hides rows. */
final class CallerRules {
  /** The columns that mirrored tables and their quarantines have besides those of their files. */
  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("_record", "_old_record", "_timestamp", "_event_name", "_is_deleted", "_version");

  private CallerRules() {}

  /**
   * Lets a query pass, or not.
   *
   * @param sql as the caller wrote it
   * @throws SqlRefusedException when it may not run
   */
  static void require(Readable readable, String sql, SqlGate.Named named) {
    requireNoPrewhere(sql, "in queries of this token, nor the word");
    Set<String> columns = columns(readable);
    for (String column : named.columns()) {
      for (String part : column.split("\\.", -1)) {
        requireNoVirtual(part, columns);
      }
    }
    for (String alias : named.aliases()) {
      if (alias.indexOf('.') >= 0) {
        // ClickHouse finds the filter of a table by its other name, too
        throw new SqlRefusedException(
            "A name with a dot cannot be given in queries of this token: " + alias + ".");
      }
    }
  }

  /**
   * A condition in PREWHERE is evaluated before any filter. The word cannot be written in another
   * way, and no text that has it is trusted to have it in a string.
   */
  static void requireNoPrewhere(String sql, String where) {
    if (sql.toLowerCase(Locale.ROOT).contains("prewhere")) {
      throw new SqlRefusedException(
          "PREWHERE cannot be used "
              + where
              + ": it looks at rows before the token's filter does. Use WHERE.");
    }
  }

  /** Columns such as {@code _part} are evaluated before any row is read, and tell of all rows. */
  private static void requireNoVirtual(String column, Set<String> known) {
    if (column.startsWith("_") && !known.contains(column)) {
      throw new SqlRefusedException(
          "There is no column '"
              + column
              + "' for this token: of names that begin with an underscore it can read those of its"
              + " data sources' columns.");
    }
  }

  private static Set<String> columns(Readable readable) {
    Set<String> columns = new HashSet<>(SYSTEM_COLUMNS);
    for (String table : readable.tables()) {
      readable.live().datasource(table).stream()
          .flatMap(file -> file.columns().stream())
          .map(Column::name)
          .forEach(columns::add);
    }
    columns.removeIf(name -> name.startsWith("_part") || name.startsWith("_block"));
    return columns;
  }
}
