package dev.nightjar.mirror.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StateDatabaseTest {
  @TempDir Path directory;

  @Test
  void whatATransactionWroteIsThereAfterARestart() {
    try (StateDatabase database = StateDatabase.open(directory)) {
      LedgerTables.migrate(database);
      database.transaction(handle -> {
        handle.execute("CREATE TABLE note (text TEXT)");
        return handle.execute("INSERT INTO note VALUES ('kept')");
      });
    }
    try (StateDatabase database = StateDatabase.open(directory)) {
      LedgerTables.migrate(database);
      assertThat(note(database)).isEqualTo("kept");
    }
  }

  @Test
  void aFailedTransactionLeavesNothing() {
    try (StateDatabase database = StateDatabase.open(directory)) {
      database.transaction(handle -> {
        handle.execute("CREATE TABLE note (text TEXT)");
        return handle.execute("INSERT INTO note VALUES ('first')");
      });

      assertThatThrownBy(() ->
              database.transaction(handle -> {
                handle.execute("UPDATE note SET text = 'second'");
                throw new IllegalStateException("no");
              }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no");

      assertThat(note(database)).isEqualTo("first");
    }
  }

  @Test
  void writesAreSyncedBeforeATransactionReturns() {
    try (StateDatabase database = StateDatabase.open(directory)) {
      assertThat(pragma(database, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(database, "synchronous")).isEqualTo("2"); // FULL
      assertThat(pragma(database, "foreign_keys")).isEqualTo("1");
    }
  }

  @Test
  void twoComponentsBringTheirOwnTables() {
    try (StateDatabase database = StateDatabase.open(directory)) {
      LedgerTables.migrate(database);
      database.migrate("other", "dev/nightjar/mirror/ledger/testmigrations");

      database.transaction(handle -> handle.execute("INSERT INTO other VALUES (1)"));

      assertThat(
              database.<Integer, RuntimeException>transaction(handle ->
                  handle.createQuery("SELECT count(*) FROM mirror").mapTo(Integer.class).one()))
          .isZero();
    }
  }

  @Test
  void aSecondServerOnTheSameDirectoryIsTold() {
    try (StateDatabase first = StateDatabase.open(directory)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> StateDatabase.open(directory))
          .isInstanceOf(DirectoryInUseException.class)
          .hasMessageContaining("is in use by another Nightjar server")
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("--data-dir");
    }
    StateDatabase.open(directory).close();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aDataDirectoryThatItMakesIsItsOwnersAlone() throws Exception {
    Path made = directory.resolve("made");

    StateDatabase.open(made).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo("rwx------");
  }

  @Test
  void aFileThatIsNoDatabaseIsNamed() throws Exception {
    Files.write(
        directory.resolve("state.db"),
        "this is no database, by far".repeat(100).getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> StateDatabase.open(directory))
        .isInstanceOf(StateDatabaseException.class)
        .hasMessageContaining(directory.resolve("state.db").toString());
  }

  @Test
  void aClosedDatabaseSaysSo() {
    StateDatabase database = StateDatabase.open(directory);
    database.close();

    assertThatThrownBy(() -> note(database))
        .isInstanceOf(StateDatabaseException.class)
        .hasMessageContaining("is closed");
  }

  private static String note(StateDatabase database) {
    return database.transaction(
        handle -> handle.createQuery("SELECT text FROM note").mapTo(String.class).one());
  }

  private static String pragma(StateDatabase database, String name) {
    return database.transaction(
        handle -> handle.createQuery("PRAGMA " + name).mapTo(String.class).one());
  }
}
