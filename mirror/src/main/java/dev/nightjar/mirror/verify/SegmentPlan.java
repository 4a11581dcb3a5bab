package dev.nightjar.mirror.verify;

import dev.nightjar.dynamodb.scan.ScanRequest;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Which segments of a table are scanned. A segment is a fixed range of hashes, so that an item is
 * found again by scanning its segment again; segments are small so that this is cheap.
 *
 * @param total into how many the table is divided
 * @param chosen those that are scanned, in order
 */
record SegmentPlan(int total, List<Integer> chosen) {
  /** A segment holds about so much. */
  static final long SEGMENT_BYTES = 8L << 20;

  /** A sample is drawn as at least so many segments, so that it is spread over the table. */
  private static final int SAMPLED = 50;

  SegmentPlan {
    chosen = List.copyOf(chosen);
  }

  /** Whether all of the table is scanned. */
  boolean whole() {
    return chosen.size() == total;
  }

  /**
   * A plan.
   *
   * @param bytes the table's size, as far as known
   * @param items its items, as far as known
   */
  static SegmentPlan of(long bytes, long items, Sample sample, RandomGenerator random) {
    int bySize =
        Math.clamp((bytes + SEGMENT_BYTES - 1) / SEGMENT_BYTES, 1, ScanRequest.MOST_SEGMENTS);
    double share =
        switch (sample) {
          case Sample.Whole _ -> 1;
          case Sample.Share(double fraction) -> fraction;
          case Sample.Items(long count) -> items == 0 ? 1 : (double) count / items;
        };
    if (share >= 1) {
      return new SegmentPlan(bySize, IntStream.range(0, bySize).boxed().toList());
    }
    // No more segments than items, but for a share that is smaller than one of those.
    long spread = (long) Math.min((double) Math.max(items, 2), Math.ceil(SAMPLED / share));
    long fine = Math.max(spread, (long) Math.ceil(1 / share));
    int total = Math.clamp(Math.max(bySize, fine), 1, ScanRequest.MOST_SEGMENTS);
    int count = Math.clamp(Math.round(total * share), 1, total);
    return new SegmentPlan(total, draw(total, count, random));
  }

  /** Each set of so many segments is as likely as another (selection sampling). */
  private static List<Integer> draw(int total, int count, RandomGenerator random) {
    int[] drawn = new int[count];
    int found = 0;
    for (int segment = 0; found < count; segment++) {
      if (random.nextInt(total - segment) < count - found) {
        drawn[found++] = segment;
      }
    }
    return IntStream.of(drawn).boxed().toList();
  }
}
