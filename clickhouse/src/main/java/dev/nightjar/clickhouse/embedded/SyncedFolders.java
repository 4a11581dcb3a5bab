package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.OutcomeUnknownException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings the names in the engine's folders to disk. The engine syncs a part's files and the part's
 * own folder, and then renames it into its table's folder, which it does not sync: without this a
 * part that was acknowledged may be gone after a power cut, whatever is inside it. The same goes
 * for the definitions of tables, and for the tokens by which an insert is taken once.
 *
 * <p>Only folders that have changed since they were last synced are synced again; what is below the
 * folder of a table is the engine's. Thread-safe.
 */
final class SyncedFolders {
  /** Below {@code store}: three letters, then a folder for each table and database. */
  private static final int DEPTH = 3;

  private static final String TOKENS = "deduplication_logs";

  /** Folders for what does not outlive the process. */
  private static final Set<String> PASSING = Set.of("tmp", "nightjar-scratch");

  /** Longer than the step of the clock that folders are stamped with. */
  private static final Duration STEP = Duration.ofMillis(100);

  /** A time that no folder has. */
  private static final FileTime NEVER = FileTime.fromMillis(Long.MIN_VALUE);

  /**
   * A folder that was synced.
   *
   * @param modified when it had changed by then; {@link #NEVER} where another change of that moment
   *     would look the same
   * @param children the folders in it
   */
  private record Synced(FileTime modified, List<Path> children) {}

  /** Brings a folder's entries to disk. */
  @FunctionalInterface
  interface Sync {
    /** Does it. */
    void of(Path folder) throws IOException;
  }

  private final Path root;
  private final Sync sync;
  private final Clock clock;
  private final Map<Path, Synced> known = new HashMap<>();

  /** Of an engine's data directory. */
  SyncedFolders(Path root) {
    this(root, SyncedFolders::force, Clock.systemUTC());
  }

  SyncedFolders(Path root, Sync sync, Clock clock) {
    this.root = root;
    this.sync = sync;
    this.clock = clock;
  }

  /**
   * Every file and folder that has its name by now keeps it.
   *
   * @throws OutcomeUnknownException if the disk does not take it
   */
  synchronized void sync() {
    try {
      sync(root, 0);
    } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
      throw new OutcomeUnknownException("the folders of " + root + " cannot be synced: " + e, e);
    }
  }

  private void sync(Path folder, int depth) throws IOException {
    try {
      FileTime modified = Files.getLastModifiedTime(folder);
      Synced before = known.get(folder);
      List<Path> children;
      if (before != null && before.modified().equals(modified)) {
        children = before.children();
      } else {
        children = depth < DEPTH ? folders(folder) : List.of();
        if (depth == DEPTH) {
          syncTokens(folder);
        }
        sync.of(folder);
        boolean settled = modified.toInstant().plus(STEP).isBefore(clock.instant());
        known.put(folder, new Synced(settled ? modified : NEVER, children));
      }
      for (Path child : children) {
        sync(child, depth + 1);
      }
    } catch (NoSuchFileException e) {
      // Dropped meanwhile, with all that is in it.
      known.remove(folder);
    }
  }

  /**
   * The tokens of a table's inserts, which the engine writes down before a part gets its name: as
   * long as the part is there they must be, or the same insert is taken twice. Few small files.
   */
  private void syncTokens(Path table) throws IOException {
    Path tokens = table.resolve(TOKENS);
    if (!Files.isDirectory(tokens)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(tokens)) {
      for (Path file : files) {
        syncIfThere(file);
      }
    }
    sync(tokens, DEPTH + 1);
  }

  /** The engine writes these files anew when they have grown, and deletes the old ones. */
  private void syncIfThere(Path file) throws IOException {
    try {
      sync.of(file);
    } catch (NoSuchFileException e) {
      // What it held is in a newer one.
      return;
    }
  }

  private static List<Path> folders(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
            && !PASSING.contains(entry.getFileName().toString())) {
          found.add(entry);
        }
      }
    }
    return found;
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
