package dev.nightjar.benchmarks.tailing;

import java.time.Duration;

/**
 * What a stream holds.
 *
 * @param shards that are open at the same time
 * @param changesPerShard in each of them
 * @param perSecond changes of all shards together that come in a second; 0 if all are there at the
 *     beginning
 */
public record Script(int shards, long changesPerShard, double perSecond) {

  /** Changes in all shards. */
  public long changes() {
    return shards * changesPerShard;
  }

  /** How many changes of a shard are there after this time. */
  long due(long elapsedNanos) {
    if (perSecond == 0) {
      return changesPerShard;
    }
    return Math.min(changesPerShard, (long) (elapsedNanos / 1e9 * perSecond / shards));
  }

  /** When a change of a shard comes: nanoseconds since the stream's beginning. */
  long dueNanos(long place) {
    return perSecond == 0 ? 0 : (long) ((place + 1) * 1e9 * shards / perSecond);
  }

  /** How long the changes come. */
  public Duration length() {
    return Duration.ofNanos(dueNanos(changesPerShard - 1));
  }
}
