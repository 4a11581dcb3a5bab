package dev.nightjar.clickhouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.OutcomeUnknownException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncedFoldersTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path root;
  private Path table;
  private final List<Path> synced = new ArrayList<>();

  @BeforeEach
  void makeATable() throws IOException {
    table = Files.createDirectories(root.resolve("store/a1b/a1b2"));
    Files.createDirectory(table.resolve("all_1_1_0"));
    Files.createDirectories(root.resolve("metadata"));
    for (Path folder : List.of(root, root.resolve("store"), root.resolve("metadata"))) {
      stamp(folder, NOW.minusSeconds(60));
    }
    stamp(table.getParent(), NOW.minusSeconds(60));
    stamp(table, NOW.minusSeconds(60));
  }

  @Test
  void everyFolderButThePartsIsSyncedOnce() {
    SyncedFolders folders = folders();
    folders.sync();
    folders.sync();

    assertThat(synced)
        .containsExactlyInAnyOrder(
            root, root.resolve("store"), root.resolve("metadata"), table.getParent(), table);
  }

  @Test
  void aPartThatCameToATableSyncsThatTableAlone() throws IOException {
    SyncedFolders folders = folders();
    folders.sync();
    synced.clear();
    Files.createDirectory(table.resolve("all_2_2_0"));
    stamp(table, NOW.minusSeconds(5));

    folders.sync();
    folders.sync();

    assertThat(synced).containsExactly(table);
  }

  @Test
  void theTokensOfInsertsAreSyncedBeforeTheNameOfThePart() throws IOException {
    Path tokens = Files.createDirectories(table.resolve("deduplication_logs"));
    Path log = Files.writeString(tokens.resolve("deduplication_log_1.txt"), "token");

    folders().sync();

    assertThat(synced).containsSubsequence(log, tokens, table);
  }

  @Test
  void aFolderThatChangedJustNowIsSyncedAgainForItsTimeMayNotTellTheNextChange()
      throws IOException {
    SyncedFolders folders = folders();
    stamp(table, NOW.minusMillis(3));

    folders.sync();
    folders.sync();

    assertThat(synced).filteredOn(table::equals).hasSize(2);
  }

  @Test
  void aTableThatWasMadeIsSyncedAndOneThatWasDroppedIsNoError() throws IOException {
    SyncedFolders folders = folders();
    folders.sync();
    synced.clear();
    Path other = Files.createDirectories(root.resolve("store/c3d/c3d4"));
    stamp(root.resolve("store"), NOW.minusSeconds(4));
    Files.delete(table.resolve("all_1_1_0"));
    Files.delete(table);

    folders.sync();

    assertThat(synced).contains(root.resolve("store"), other.getParent(), other);
  }

  @Test
  void whatCannotBeSyncedMakesTheOutcomeUnknown() {
    SyncedFolders folders =
        new SyncedFolders(
            root,
            _ -> {
              throw new IOException("Input/output error");
            },
            Clock.fixed(NOW, ZoneOffset.UTC));

    assertThatThrownBy(folders::sync)
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("Input/output error");
  }

  private SyncedFolders folders() {
    return new SyncedFolders(root, synced::add, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static void stamp(Path folder, Instant time) throws IOException {
    Files.setLastModifiedTime(folder, FileTime.from(time));
  }
}
