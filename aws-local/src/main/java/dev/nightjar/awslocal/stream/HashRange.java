package dev.nightjar.awslocal.stream;

import java.util.ArrayList;
import java.util.List;

/**
 * A range of hashes, compared without sign.
 *
 * @param first the lowest one in it
 * @param last the highest one in it
 */
record HashRange(long first, long last) {

  /** All hashes in that many parts of about the same size. */
  static List<HashRange> parts(int count) {
    List<HashRange> parts = new ArrayList<>(count);
    long width = Long.divideUnsigned(-1, count);
    long first = 0;
    for (int at = 1; at < count; at++) {
      parts.add(new HashRange(first, first + width - 1));
      first += width;
    }
    parts.add(new HashRange(first, -1));
    return parts;
  }

  /** The two halves; one range where there is but one hash in it. */
  List<HashRange> halves() {
    if (first == last) {
      return List.of(this);
    }
    long middle = first + (last - first >>> 1);
    return List.of(new HashRange(first, middle), new HashRange(middle + 1, last));
  }
}
