package dev.nightjar.mirror.backfill;

import dev.nightjar.mirror.batch.Tasks;
import dev.nightjar.mirror.state.StoredFile;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.GapException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** Loads the files of an export, several at a time. */
public final class FileLoaders {
  private final Backfill backfill;
  private final int parallel;
  private final Tasks tasks;

  /**
   * Loaders.
   *
   * @param parallel files at a time
   * @param tasks where they run
   */
  public FileLoaders(Backfill backfill, int parallel, Tasks tasks) {
    this.backfill = backfill;
    this.parallel = parallel;
    this.tasks = tasks;
  }

  /**
   * Loads what is not loaded yet, and returns when every row is in.
   *
   * @throws GapException if the rows are not as many as the manifest says
   */
  public void load() throws InterruptedException {
    Queue<Integer> left = new ConcurrentLinkedQueue<>();
    stored().stream().filter(file -> !file.loaded()).map(StoredFile::ordinal).forEach(left::add);
    if (!left.isEmpty()) {
      load(left);
    }
    checkCount();
  }

  private void load(Queue<Integer> left) throws InterruptedException {
    int loaders = Math.min(parallel, left.size());
    CountDownLatch ended = new CountDownLatch(loaders);
    try (PausedMerges merges = new PausedMerges(backfill.clickHouse(), backfill.mirror().table())) {
      if (merges.paused()) {
        tasks.start("paused merges", () -> merges.endInTime(backfill.sleeper()));
      }
      for (int i = 0; i < loaders; i++) {
        tasks.start("loader " + i, () -> loadAll(left, merges, ended));
      }
      ended.await();
    }
  }

  private void loadAll(Queue<Integer> left, PausedMerges merges, CountDownLatch ended)
      throws InterruptedException {
    FileLoader loader = new FileLoader(backfill, merges);
    backfill.memory().enter();
    try {
      for (Integer file = left.poll(); file != null; file = left.poll()) {
        loader.load(file);
      }
    } finally {
      backfill.memory().leave();
    }
    // Not after a failure: that stops the mirror, and nobody must take the export for loaded.
    ended.countDown();
  }

  private void checkCount() {
    long items = stored().stream().mapToLong(StoredFile::linesDone).sum();
    long expected = backfill.generation().items().orElseThrow();
    if (items != expected) {
      throw new GapException(
          FailureReason.EXPORT_CORRUPT,
          "The export's manifest counts " + expected + " items, its files held " + items + ".");
    }
  }

  private List<StoredFile> stored() {
    return backfill.files().all(backfill.mirror().id(), backfill.generation().number());
  }
}
