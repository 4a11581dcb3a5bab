package dev.nightjar.awslocal.stream;

import java.util.Arrays;

/**
 * The records of one shard: changes by rising offsets, appended at the end and trimmed from the
 * beginning. Not thread-safe.
 */
final class RecordLog {

  private static final Change[] NONE = {};

  private Change[] changes = NONE;
  private long[] offsets = {};
  private int head;
  private int tail;
  private long trimmedThrough;

  /**
   * @param start an offset below the first record's
   */
  RecordLog(long start) {
    trimmedThrough = start;
  }

  void append(long offset, Change change) {
    if (tail == changes.length) {
      makeRoom();
    }
    changes[tail] = change;
    offsets[tail++] = offset;
  }

  int size() {
    return tail - head;
  }

  boolean isEmpty() {
    return tail == head;
  }

  /** The offset of the last record that is gone; the start where none is. */
  long trimmedThrough() {
    return trimmedThrough;
  }

  /** Drops the records before the first one at or after that time. */
  void trimBefore(long micros) {
    while (head < tail && changes[head].micros() < micros) {
      dropFirst();
    }
    releaseIfEmpty();
  }

  /** Drops so many records from the beginning, or all that there are. */
  void trim(long records) {
    for (long left = records; head < tail && left > 0; left--) {
      dropFirst();
    }
    releaseIfEmpty();
  }

  private void dropFirst() {
    trimmedThrough = offsets[head];
    changes[head++] = null;
  }

  private void releaseIfEmpty() {
    if (head == tail) {
      changes = NONE;
      offsets = new long[0];
      head = 0;
      tail = 0;
    }
  }

  /** The index of the first record behind an offset; {@link #end()} where there is none. */
  int indexAfter(long offset) {
    int found = Arrays.binarySearch(offsets, head, tail, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  int end() {
    return tail;
  }

  Change change(int index) {
    return changes[index];
  }

  long offset(int index) {
    return offsets[index];
  }

  private void makeRoom() {
    int size = size();
    if (head > size) {
      System.arraycopy(changes, head, changes, 0, size);
      System.arraycopy(offsets, head, offsets, 0, size);
      Arrays.fill(changes, size, tail, null);
    } else {
      int capacity = Math.max(64, 2 * size);
      changes = Arrays.copyOf(Arrays.copyOfRange(changes, head, tail), capacity);
      offsets = Arrays.copyOf(Arrays.copyOfRange(offsets, head, tail), capacity);
    }
    head = 0;
    tail = size;
  }
}
