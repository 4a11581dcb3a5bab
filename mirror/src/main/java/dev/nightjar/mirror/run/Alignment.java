package dev.nightjar.mirror.run;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.mirror.MirrorsApartException;
import dev.nightjar.mirror.MirrorsOptions;
import dev.nightjar.mirror.ledger.StateUnavailableException;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.state.StoredShard;
import dev.nightjar.mirror.status.MirrorFailedException;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.tailing.MeetingPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings two paused mirrors of one table to the same change in every shard of their stream: each
 * reads on to where the other is, and no further. What comes next, neither has read; from there one
 * can go on in the other's place, and who looks at the changes sees each of them once.
 */
public final class Alignment {
  private final MirrorsOptions options;
  private final Stores stores;
  private final RunningMirrors mirrors;

  /** Of these mirrors. */
  public Alignment(MirrorsOptions options, Stores stores, RunningMirrors mirrors) {
    this.options = options;
    this.stores = stores;
    this.mirrors = mirrors;
  }

  /**
   * Aligns; nobody changes one of the two meanwhile.
   *
   * @param leader the one that was read by until now
   * @param follower the one that goes on; of what comes next it drops no more than the leader would
   * @throws MirrorsApartException if it cannot be done, or not in time; both stand all the same
   */
  public void align(String leader, String follower, Duration patience) {
    // the lesser id first, so that no two wait for each other
    List<String> ids = Stream.of(leader, follower).sorted().toList();
    mirrors.changing(
        ids.getFirst(),
        () ->
            mirrors.changing(
                ids.getLast(),
                () -> {
                  alignAlone(mirrors.require(leader), mirrors.require(follower), patience);
                  return follower;
                }));
  }

  private void alignAlone(RunningMirror leader, RunningMirror follower, Duration patience) {
    try {
      meet(leader, follower, patience);
    } catch (AwsException
        | ClickHouseException
        | StateUnavailableException
        | MirrorFailedException e) {
      throw new MirrorsApartException("The mirrors cannot read on now: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MirrorsApartException("The server is being stopped.", e);
    }
  }

  private void meet(RunningMirror leader, RunningMirror follower, Duration patience)
      throws InterruptedException {
    BoundedRun one = run(leader);
    BoundedRun other = run(follower);
    if (!one.generation().streamArn().equals(other.generation().streamArn())) {
      throw new MirrorsApartException(
          "The two mirrors of `" + leader.stored().datasource() + "` read different streams.");
    }
    if (other.generation().number() <= one.generation().number()) {
      throw new MirrorsApartException(
          "The present mirror of `"
              + leader.stored().datasource()
              + "` was loaded anew since the other one began: changes that came by the other would lose against earlier ones wherever _version decides. Deploy the old file and then the new one again.");
    }
    Instant deadline = options.clock().instant().plus(patience);
    MeetingPlace place = new MeetingPlace(one.reader(), other.reader());
    one.to(place, deadline);
    other.to(place, deadline);
    requireNoGap(leader.stored());
    requireNoGap(follower.stored());
    passBoundaries(one, other);
  }

  private BoundedRun run(RunningMirror mirror) {
    StoredMirror stored = mirror.stored();
    if (stored.state() != MirrorState.PAUSED
        || stored.resumeState() != MirrorState.LIVE
        || !mirror.stands()) {
      throw new MirrorsApartException(
          "The mirror of `"
              + stored.datasource()
              + "` is "
              + stored.state().code()
              + ", and was not LIVE.");
    }
    requireNoGap(stored);
    Generation generation = stores.generations().current(stored.id()).orElseThrow();
    return new BoundedRun(
        options, stores, stored, mirror.schema(), generation, mirror.serverStarts());
  }

  private void requireNoGap(StoredMirror mirror) {
    stores
        .gaps()
        .waiting(mirror.id())
        .ifPresent(gap -> {
          throw new MirrorsApartException(
              "The mirror of `" + mirror.datasource() + "` has a gap to heal: " + gap.message());
        });
  }

  /** What the leader would insert, its export does not have: that the follower's has is no help. */
  private static void passBoundaries(BoundedRun leader, BoundedRun follower) {
    boolean drops = leader.generation().dropsBeforeBoundary();
    Set<ShardId> passed =
        leader.shards().all().stream()
            .filter(StoredShard::pastBoundary)
            .map(shard -> shard.state().id())
            .collect(Collectors.toSet());
    for (StoredShard shard : follower.shards().all()) {
      ShardId id = shard.state().id();
      if (!shard.pastBoundary() && (!drops || passed.contains(id))) {
        follower.shards().passBoundary(id);
      }
    }
  }
}
