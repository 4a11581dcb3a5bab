package dev.nightjar.awslocal.dynamodb;

import dev.nightjar.awslocal.dynamodb.key.ItemKey;
import dev.nightjar.awslocal.stream.Draws;
import java.util.Arrays;

/**
 * The instant of each item in a snapshot, in microseconds since the epoch: drawn by a seed around
 * one instant, or that one.
 *
 * @param middle the instant
 * @param fuzz how far off an item's own may be, to both sides
 */
record Instants(long middle, long fuzz, long seed) {

  /** No item's instant is before it. */
  long earliest() {
    return middle - fuzz;
  }

  long of(ItemKey key) {
    if (fuzz == 0) {
      return middle;
    }
    double share = Draws.share(seed ^ key.hash(), Arrays.hashCode(key.json()));
    return middle - fuzz + Math.round(2 * fuzz * share);
  }
}
