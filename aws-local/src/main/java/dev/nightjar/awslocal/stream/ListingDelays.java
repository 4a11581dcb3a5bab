package dev.nightjar.awslocal.stream;

import java.time.Duration;

/**
 * How late DescribeStream is: its listings are eventually consistent. None of it changes what
 * GetShardIterator and GetRecords know.
 *
 * @param lag how old a listing is: shards that opened, closed or vanished since then are not yet
 *     shown so
 * @param parentOpen how long a closed shard is still listed without its ending sequence number,
 *     also beside its children
 * @param parentHidden for how long after it closed a shard is not listed at all, while its children
 *     are
 * @param secondChild how much later than the first one the second child of a split shard is listed;
 *     the seed says which is which
 * @param vanished how long a shard that cannot be read any more is still listed
 * @param drawn whether each shard has delays of its own, drawn between none and those here
 */
public record ListingDelays(
    Duration lag,
    Duration parentOpen,
    Duration parentHidden,
    Duration secondChild,
    Duration vanished,
    boolean drawn) {

  public ListingDelays {
    if (lag.isNegative()
        || parentOpen.isNegative()
        || parentHidden.isNegative()
        || secondChild.isNegative()
        || vanished.isNegative()) {
      throw new IllegalArgumentException("no listing is early: no delay is negative");
    }
  }

  /** Listings show what is so. */
  public static ListingDelays none() {
    return new ListingDelays(
        Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, false);
  }

  /** The same with listings of another age. */
  public ListingDelays withLag(Duration other) {
    return new ListingDelays(other, parentOpen, parentHidden, secondChild, vanished, drawn);
  }

  /** The same with closed shards that look open for that long. */
  public ListingDelays withParentOpen(Duration other) {
    return new ListingDelays(lag, other, parentHidden, secondChild, vanished, drawn);
  }

  /** The same with closed shards that are not listed for that long. */
  public ListingDelays withParentHidden(Duration other) {
    return new ListingDelays(lag, parentOpen, other, secondChild, vanished, drawn);
  }

  /** The same with second children that come that much later. */
  public ListingDelays withSecondChild(Duration other) {
    return new ListingDelays(lag, parentOpen, parentHidden, other, vanished, drawn);
  }

  /** The same with shards that are listed for that long after they vanished. */
  public ListingDelays withVanished(Duration other) {
    return new ListingDelays(lag, parentOpen, parentHidden, secondChild, other, drawn);
  }

  /** The same, drawn for each shard or not. */
  public ListingDelays withDrawn(boolean other) {
    return new ListingDelays(lag, parentOpen, parentHidden, secondChild, vanished, other);
  }

  /** The delays of one shard: these, or by the seed a share of each. */
  ListingDelays of(String shardId, long seed) {
    if (!drawn) {
      return this;
    }
    long shard = Draws.mix(seed ^ Draws.mix(shardId.hashCode()));
    return new ListingDelays(
        share(lag, shard, 1),
        share(parentOpen, shard, 2),
        share(parentHidden, shard, 3),
        share(secondChild, shard, 4),
        share(vanished, shard, 5),
        true);
  }

  private static Duration share(Duration most, long shard, long which) {
    return Duration.ofMillis((long) (most.toMillis() * Draws.share(shard, which)));
  }
}
