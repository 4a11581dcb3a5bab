package dev.nightjar.proving.chaos;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What a power cut leaves of what was not synced: by POSIX any of it may be on disk, and any may
 * not. All names that one file was given or lost since are one change, as in a journal.
 */
final class Unsynced {

  private final boolean any;
  private final SplittableRandom random;
  private final Map<TracedFile, Boolean> kept = new HashMap<>();

  private Unsynced(boolean any, SplittableRandom random) {
    this.any = any;
    this.random = random;
  }

  /** None of it is left. */
  static Unsynced dropped() {
    return new Unsynced(false, new SplittableRandom(0));
  }

  /** Of each file it is drawn what is left. */
  static Unsynced drawn(SplittableRandom random) {
    return new Unsynced(true, random);
  }

  /** What is in a folder after the power cut. */
  Map<String, TracedFile> names(TracedFile folder) {
    Map<String, TracedFile> left = new TreeMap<>();
    new TreeMap<>(folder.durableNames())
        .forEach((name, file) -> {
          if (folder.names().get(name) == file || !isKept(file)) {
            left.put(name, file);
          }
        });
    new TreeMap<>(folder.names())
        .forEach((name, file) -> {
          if (folder.durableNames().get(name) != file && isKept(file)) {
            left.put(name, file);
          }
        });
    return left;
  }

  private boolean isKept(TracedFile file) {
    return any && kept.computeIfAbsent(file, _ -> random.nextBoolean());
  }

  /**
   * How long a file is after the power cut, in bytes.
   *
   * @param whole how long it is now
   */
  long length(TracedFile file, long whole) {
    long unsynced = whole - file.durableLength();
    if (!any || unsynced <= 0) {
      return file.durableLength();
    }
    return switch (random.nextInt(3)) {
      case 0 -> file.durableLength();
      case 1 -> whole;
      default -> file.durableLength() + random.nextLong(unsynced);
    };
  }
}
