package dev.nightjar.mirror.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.sqlite.SQLiteException;

/**
 * Looks at the state database's file before anything is read from it or written to it: is it whole,
 * and is it one that this program understands?
 */
final class StateFile {
  private static final int SQLITE_CORRUPT = 11;
  private static final int SQLITE_NOTADB = 26;
  private static final int MOST_ERRORS = 3;

  /** What there is to do about a state database that is not sound. */
  static final String WHAT_TO_DO =
      " Copy the file from a backup (with its -wal file, if there is one): what ClickHouse has got"
          + " since then is found there and not inserted again. Without a backup, move state.db and"
          + " its -wal and -shm files away and deploy again: every table is exported anew into tables"
          + " of its own, and queries are right again once that is loaded.";

  private StateFile() {}

  /**
   * SQLite takes an empty file for a new database. It is one only if nothing else is there.
   *
   * @throws StateDatabaseException if it has lost what was in it
   */
  static void requireWhole(Path file) {
    try {
      if (Files.exists(file) && Files.size(file) == 0 && hasNeighbours(file)) {
        throw new StateDatabaseException(
            "the state database " + file + " is empty: it was cut off." + WHAT_TO_DO, null);
      }
    } catch (IOException e) {
      throw new StateDatabaseException("cannot read " + file + ": " + FileTrouble.why(e), e);
    }
  }

  private static boolean hasNeighbours(Path file) throws IOException {
    String name = file.getFileName().toString();
    try (Stream<Path> files = Files.list(file.toAbsolutePath().getParent())) {
      return files.anyMatch(other -> {
        String otherName = other.getFileName().toString();
        boolean wal = otherName.equals(name + "-wal") && other.toFile().length() > 0;
        return wal || !otherName.startsWith(name);
      });
    }
  }

  /**
   * Reads every page.
   *
   * @throws StateDatabaseException if the file is damaged
   */
  static void check(Path file, Connection connection) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA quick_check(" + MOST_ERRORS + ")")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    if (!found.equals(List.of("ok"))) {
      throw damaged(file, String.join("; ", found).replaceAll("\\s+", " "), null);
    }
  }

  /** Why the file cannot be opened, and what to do. */
  static StateDatabaseException cannotOpen(Path file, Exception error) {
    return isDamaged(error)
        ? damaged(file, error.getMessage(), error)
        : new StateDatabaseException("cannot open " + file + ": " + error.getMessage(), error);
  }

  /** Whether an error says that the file is damaged, or no database at all. */
  static boolean isDamaged(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite) {
        int code = sqlite.getResultCode().code & 0xff;
        return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
      }
    }
    return false;
  }

  private static StateDatabaseException damaged(Path file, String what, Throwable cause) {
    return new StateDatabaseException(
        "the state database " + file + " is damaged (" + what + ")." + WHAT_TO_DO, cause);
  }

  /**
   * Nothing may be written by a program that does not know what the tables mean.
   *
   * @throws StateDatabaseException if a newer version of the program made some of them
   */
  static void requireKnown(Path file, MigrationInfoService migrations) {
    Arrays.stream(migrations.applied())
        .filter(migration -> !migration.getState().isResolved())
        .filter(migration -> migration.getVersion() != null)
        .filter(migration -> !migration.getVersion().getVersion().equals("0"))
        .map(MigrationInfo::getVersion)
        .reduce((_, last) -> last)
        .ifPresent(version -> {
          throw new StateDatabaseException(
              "the state database "
                  + file
                  + " was written by a newer version of Nightjar (its tables are at step "
                  + version
                  + ", which this version does not know): start that version or a later one, or"
                  + " restore a backup from before.",
              null);
        });
  }
}
