package dev.nightjar.awslocal.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a listing shows of shards at a time, by its delays. Pure. */
record ShardListing(ListingDelays delays, long seed, Instant now) {

  /** The shards as they are listed, in the given order. */
  List<ShardInfo> of(Collection<Shard> shards) {
    Map<String, String> lateChildren = lateChildren(shards);
    return shards.stream()
        .filter(shard -> listed(shard, lateChildren.containsValue(shard.id())))
        .map(this::shown)
        .toList();
  }

  /** Whether a shard that vanished is not listed any more, and never will be. */
  boolean forgotten(Shard shard) {
    return shard.vanished().isPresent() && !now.isBefore(unlistedFrom(shard));
  }

  private boolean listed(Shard shard, boolean lateChild) {
    ListingDelays own = delays.of(shard.id(), seed);
    Duration delay = lateChild ? own.lag().plus(own.secondChild()) : own.lag();
    // a child's creation may lie behind a clock that stands
    boolean known = delay.isZero() || !now.isBefore(shard.created().plus(delay));
    if (!known || forgotten(shard)) {
      return false;
    }
    Optional<Instant> closing = shard.closed().map(closed -> closed.plus(own.lag()));
    boolean hidden =
        closing
            .filter(at -> !now.isBefore(at) && now.isBefore(at.plus(own.parentHidden())))
            .isPresent();
    return !hidden;
  }

  private Instant unlistedFrom(Shard shard) {
    ListingDelays own = delays.of(shard.id(), seed);
    return shard.vanished().orElseThrow().plus(own.lag()).plus(own.vanished());
  }

  private ShardInfo shown(Shard shard) {
    ListingDelays own = delays.of(shard.id(), seed);
    boolean closed =
        shard
            .closed()
            .filter(at -> !now.isBefore(at.plus(own.lag()).plus(own.parentOpen())))
            .isPresent();
    ShardInfo info = shard.info();
    return closed ? info : info.asIfOpen();
  }

  /** Of each shard with two children the one that is listed later. */
  private Map<String, String> lateChildren(Collection<Shard> shards) {
    Map<String, String> firstChildren = new HashMap<>();
    Map<String, String> late = new HashMap<>();
    for (Shard shard : shards) {
      shard
          .parent()
          .ifPresent(parent -> {
            String sibling = firstChildren.putIfAbsent(parent, shard.id());
            if (sibling != null) {
              boolean second = Draws.share(seed, parent.hashCode()) < 0.5;
              late.put(parent, second ? shard.id() : sibling);
            }
          });
    }
    return late;
  }
}
