package dev.nightjar.proving.chaos;

import java.util.HashMap;
import java.util.Map;

/** A file or a folder as a trace tells of it, and what of it is on disk. */
final class TracedFile {

  private final boolean folder;
  private final Map<String, TracedFile> names = new HashMap<>();
  private Map<String, TracedFile> durableNames = new HashMap<>();
  private long length;
  private long durableLength;

  private TracedFile(boolean folder) {
    this.folder = folder;
  }

  /** One in which nothing is. */
  static TracedFile emptyFolder() {
    return new TracedFile(true);
  }

  static TracedFile emptyFile() {
    return new TracedFile(false);
  }

  /** One of that many bytes, all on disk. */
  static TracedFile durable(long length) {
    TracedFile file = new TracedFile(false);
    file.length = length;
    file.durableLength = length;
    return file;
  }

  boolean isFolder() {
    return folder;
  }

  /** What is in the folder, by name; changes to it are changes of the folder. */
  Map<String, TracedFile> names() {
    return names;
  }

  /** What would be in the folder after a power cut. */
  Map<String, TracedFile> durableNames() {
    return durableNames;
  }

  /** In bytes. */
  long length() {
    return length;
  }

  /** How many bytes of it a power cut would leave. */
  long durableLength() {
    return durableLength;
  }

  void writtenUpTo(long end) {
    length = Math.max(length, end);
  }

  void truncate(long newLength) {
    length = newLength;
    durableLength = Math.min(durableLength, newLength);
  }

  /** What is in the folder now is there after a power cut. */
  void namesAreDurable() {
    durableNames = new HashMap<>(names);
  }

  /** A sync of it that begins now. */
  Sync beginSync() {
    return new Sync(this, length, new HashMap<>(names));
  }

  /**
   * A sync: it brings to disk what was there when it began.
   *
   * @param file what is synced
   * @param length of a file when it began
   * @param names of a folder when it began, and those that came while nobody could say which was
   *     first
   */
  record Sync(TracedFile file, long length, Map<String, TracedFile> names) {
    void succeeded() {
      file.durableLength = Math.max(file.durableLength, Math.min(length, file.length));
      file.durableNames = names;
    }
  }
}
