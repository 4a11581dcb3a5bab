package dev.nightjar.mirror.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state database that was damaged is never begun anew in silence, nor half read. */
class DamagedStateTest {
  private static final int PAGE = 4096;

  @TempDir Path directory;

  @BeforeEach
  void aStateWithRows() {
    try (StateDatabase database = StateDatabase.open(directory)) {
      LedgerTables.migrate(database);
      database.transaction(handle -> {
        handle.execute("CREATE TABLE note (number INTEGER PRIMARY KEY, text TEXT)");
        for (int i = 0; i < 500; i++) {
          handle.execute("INSERT INTO note VALUES (?, ?)", i, "kept ".repeat(20) + i);
        }
        return handle;
      });
    }
    assertThat(file()).exists();
    assertThat(file().resolveSibling("state.db-wal")).doesNotExist();
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2 / PAGE * PAGE);
    }

    assertRefused("is damaged");
  }

  @Test
  void anOverwrittenPageIsRefused() throws IOException {
    overwrite(Files.size(file()) - 10L * PAGE, PAGE);

    assertRefused("is damaged");
  }

  @Test
  void anOverwrittenBeginningIsRefused() throws IOException {
    overwrite(0, 100);

    assertRefused("is damaged");
  }

  @Test
  void anEmptyFileBesideOthersIsRefused() throws IOException {
    Files.write(directory.resolve("key"), new byte[32]);
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }

    assertRefused("is empty");
  }

  @Test
  void anEmptyFileOfAStartThatWasCutOffIsANewDatabase() throws IOException {
    Path fresh = Files.createDirectory(directory.resolve("fresh"));
    Files.createFile(fresh.resolve("state.db"));

    try (StateDatabase database = StateDatabase.open(fresh)) {
      LedgerTables.migrate(database);
    }
  }

  @Test
  void aLostWriteAheadLogLeavesAnEarlierStateThatIsWhole() throws IOException {
    Path copy = Files.createDirectory(directory.resolve("copy"));
    try (StateDatabase database = StateDatabase.open(directory)) {
      database.<Integer, RuntimeException>transaction(
          handle -> handle.execute("UPDATE note SET text = 'later'"));
      Files.copy(file(), copy.resolve("state.db"));
    }

    try (StateDatabase database = StateDatabase.open(copy)) {
      assertThat(
              database.<Integer, RuntimeException>transaction(handle ->
                  handle
                      .createQuery("SELECT count(*) FROM note WHERE text LIKE 'kept%'")
                      .mapTo(Integer.class)
                      .one()))
          .isEqualTo(500);
    }
  }

  @Test
  void aNewerVersionsDatabaseIsRefusedAndLeftAsItIs() throws IOException {
    try (StateDatabase database = StateDatabase.open(directory)) {
      database.transaction(handle ->
          handle.execute(
              "INSERT INTO migrations_mirror (installed_rank, version, description, type, script,"
                  + " checksum, installed_by, execution_time, success)"
                  + " VALUES (900, '900', 'what is to come', 'SQL', 'V900__what_is_to_come.sql', 1,"
                  + " '', 1, 1)"));
    }
    byte[] before = Files.readAllBytes(file());

    try (StateDatabase database = StateDatabase.open(directory)) {
      assertThatThrownBy(() -> LedgerTables.migrate(database))
          .isInstanceOf(StateDatabaseException.class)
          .hasMessageContaining(file().toString())
          .hasMessageContaining("newer version of Nightjar")
          .hasMessageContaining("step 900");
    }

    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void damageThatShowsWhileTheServerRunsIsNamed() throws IOException {
    try (StateDatabase database = StateDatabase.open(directory)) {
      overwrite(PAGE, (int) Files.size(file()) - PAGE);

      assertThatThrownBy(() ->
              database.transaction(handle -> {
                handle.execute("PRAGMA shrink_memory");
                return handle
                    .createQuery("SELECT count(text) FROM note")
                    .mapTo(Integer.class)
                    .one();
              }))
          .isInstanceOfSatisfying(
              StateUnavailableException.class,
              damaged -> {
                assertThat(damaged.code()).isEqualTo("state_damaged");
                assertThat(damaged.getMessage()).contains("state.db", "backup");
              });
    }
  }

  private Path file() {
    return directory.resolve("state.db");
  }

  private void overwrite(long from, int count) throws IOException {
    byte[] noise = new byte[count];
    java.util.Arrays.fill(noise, (byte) 0xa5);
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(noise), from);
    }
  }

  private void assertRefused(String why) throws IOException {
    byte[] before = Files.readAllBytes(file());
    assertThatThrownBy(() -> StateDatabase.open(directory))
        .isInstanceOf(StateDatabaseException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining(why)
        .hasMessageContaining("from a backup")
        .hasMessageContaining("deploy again");
    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    // The next attempt, with a file from a backup, must not find the directory locked.
    DirectoryLock.acquire(directory).close();
  }
}
