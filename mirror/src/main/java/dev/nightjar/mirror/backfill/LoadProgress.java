package dev.nightjar.mirror.backfill;

import dev.nightjar.mirror.state.StoredFile;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** How far the loading of an export is. Thread-safe. */
public final class LoadProgress {
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong items = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong quarantined = new AtomicLong();

  /** Counts what is stored. */
  public void restore(List<StoredFile> stored) {
    files.set(stored.stream().filter(StoredFile::loaded).count());
    items.set(stored.stream().mapToLong(StoredFile::linesDone).sum());
    bytes.set(stored.stream().mapToLong(StoredFile::bytesDone).sum());
    quarantined.set(stored.stream().mapToLong(StoredFile::quarantined).sum());
  }

  void batch(long itemCount, long byteCount, long toQuarantine) {
    items.addAndGet(itemCount);
    bytes.addAndGet(byteCount);
    quarantined.addAndGet(toQuarantine);
  }

  void file() {
    files.incrementAndGet();
  }

  /** Files that are in. */
  public long files() {
    return files.get();
  }

  /** Items that are in. */
  public long items() {
    return items.get();
  }

  /** Bytes of their rows. */
  public long bytes() {
    return bytes.get();
  }

  /** Items that went to quarantine. */
  public long quarantined() {
    return quarantined.get();
  }
}
