package dev.nightjar.awslocal.stream;

import java.time.Duration;

/**
 * How streams behave. A stream keeps the options that it was made with.
 *
 * @param shards how many shards a new stream begins with
 * @param shardLifetime how long a shard is written to before it closes and a child goes on
 * @param retention how long records can be read
 */
public record StreamOptions(int shards, Duration shardLifetime, Duration retention) {

  public StreamOptions {
    if (shards < 1) {
      throw new IllegalArgumentException("a stream has at least one shard, not " + shards);
    }
    if (!shardLifetime.isPositive() || !retention.isPositive()) {
      throw new IllegalArgumentException("lifetime and retention are above zero");
    }
  }

  /** One shard at a time, about four hours each, kept for 24 hours. */
  public static StreamOptions defaults() {
    return new StreamOptions(1, Duration.ofHours(4), Duration.ofHours(24));
  }

  /** The same with another number of shards to begin with. */
  public StreamOptions withShards(int other) {
    return new StreamOptions(other, shardLifetime, retention);
  }

  /** The same with another life of shards. */
  public StreamOptions withShardLifetime(Duration other) {
    return new StreamOptions(shards, other, retention);
  }

  /** The same with another retention. */
  public StreamOptions withRetention(Duration other) {
    return new StreamOptions(shards, shardLifetime, other);
  }
}
