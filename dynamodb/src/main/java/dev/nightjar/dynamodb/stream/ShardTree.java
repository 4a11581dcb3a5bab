package dev.nightjar.dynamodb.stream;

import dev.nightjar.dynamodb.stream.ShardState.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The shards of one stream and their lineage: told of listings and of what was read, it says what
 * may be read. It does nothing else; in particular it does not ask AWS. For one thread at a time.
 *
 * <ul>
 *   <li>Listings are hints, united over time: a shard is never taken to be gone because one does
 *       not name it.
 *   <li>A shard may be read once its parent is read to its end. A parent that no listing names is
 *       asked for by the caller ({@link #unlistedParents}); only when AWS says that it does not
 *       exist ({@link #gone}) need its children not wait.
 *   <li>A shard's <em>depth</em> is one more than its parent's, from 1 for a root: of two changes
 *       to one item the one from the deeper shard is the later one.
 *   <li>Finished shards are remembered long after AWS has dropped them, so that a late listing or a
 *       late child of theirs is not taken for something new.
 * </ul>
 *
 * Methods that change something return what they changed, to be stored.
 */
public final class ShardTree {
  /**
   * How long finished shards are remembered: AWS drops them after 24 hours, later than that at
   * times.
   */
  public static final Duration DEFAULT_RETENTION = Duration.ofHours(72);

  private static final Duration STILL_LISTED = Duration.ofHours(24);

  private final Duration retention;
  private final SortedMap<ShardId, ShardState> states = new TreeMap<>();
  private Optional<Instant> lastListing = Optional.empty();

  /** A tree of no shards that remembers finished ones this long. */
  public ShardTree(Duration retention) {
    this.retention = retention;
  }

  /** The tree that had these states. */
  public static ShardTree restore(Collection<ShardState> states, Duration retention) {
    var tree = new ShardTree(retention);
    states.forEach(state -> tree.states.put(state.id(), state));
    return tree;
  }

  /** All that is known, by shard id. */
  public List<ShardState> snapshot() {
    return List.copyOf(states.values());
  }

  /** What is known of a shard. */
  public Optional<ShardState> state(ShardId id) {
    return Optional.ofNullable(states.get(id));
  }

  /**
   * Takes a listing, whole or in part.
   *
   * @param at when it was answered
   * @return the states that are new or changed; not those that were merely listed again
   * @throws ShardLineageException if it contradicts what is being read already; nothing has changed
   *     then
   */
  public List<ShardState> merge(Collection<Shard> listing, Instant at) {
    listing.forEach(this::checkLineage);
    Set<ShardId> changed = new HashSet<>();
    for (Shard shard : listing) {
      ShardState before = states.get(shard.id());
      ShardState after = before == null ? discovered(shard, at) : united(before, shard, at);
      states.put(shard.id(), after);
      if (before == null || !after.equals(listedAt(before, at))) {
        changed.add(shard.id());
      }
    }
    lastListing = Optional.of(lastListing.filter(last -> last.isAfter(at)).orElse(at));
    changed.addAll(release());
    return statesOf(changed);
  }

  private void checkLineage(Shard shard) {
    ShardState known = states.get(shard.id());
    if (known == null || shard.parentId().isEmpty() || known.parentId().equals(shard.parentId())) {
      return;
    }
    ShardId parent = shard.parentId().get();
    if (known.parentId().isPresent()) {
      throw new ShardLineageException(
          shard.id(),
          "shard %s has parent %s now, %s before"
              .formatted(shard.id(), parent, known.parentId().get()));
    }
    boolean parentGone = state(parent).map(state -> state.phase() == Phase.GONE).orElse(false);
    if ((known.begun() || known.phase() == Phase.FINISHED) && !parentGone) {
      throw new ShardLineageException(
          shard.id(),
          "shard %s was read as a root, but has parent %s".formatted(shard.id(), parent));
    }
  }

  private static ShardState discovered(Shard shard, Instant at) {
    return new ShardState(
        shard.id(),
        shard.parentId(),
        Phase.WAITING,
        false,
        0,
        shard.startingSequenceNumber(),
        shard.endingSequenceNumber(),
        Optional.of(at),
        Optional.empty());
  }

  private static ShardState united(ShardState known, Shard shard, Instant at) {
    boolean parentIsNews = known.parentId().isEmpty() && shard.parentId().isPresent();
    boolean waitsAgain = parentIsNews && known.phase() == Phase.READABLE && !known.begun();
    return new ShardState(
        known.id(),
        known.parentId().or(shard::parentId),
        waitsAgain ? Phase.WAITING : known.phase(),
        known.begun(),
        waitsAgain ? 0 : known.depth(),
        known.startingSequenceNumber().or(shard::startingSequenceNumber),
        shard.endingSequenceNumber().or(known::endingSequenceNumber),
        Optional.of(at),
        known.finishedAt());
  }

  private static ShardState listedAt(ShardState state, Instant at) {
    return new ShardState(
        state.id(),
        state.parentId(),
        state.phase(),
        state.begun(),
        state.depth(),
        state.startingSequenceNumber(),
        state.endingSequenceNumber(),
        Optional.of(at),
        state.finishedAt());
  }

  /** Makes readable whatever waits for nothing any more. */
  private Set<ShardId> release() {
    Set<ShardId> released = new HashSet<>();
    for (ShardState waiting : List.copyOf(states.values())) {
      if (waiting.phase() != Phase.WAITING) {
        continue;
      }
      if (waiting.parentId().isEmpty()) {
        put(waiting, Phase.READABLE, waiting.begun(), 1, Optional.empty());
        released.add(waiting.id());
        continue;
      }
      ShardState parent = states.get(waiting.parentId().get());
      if (parent != null && parent.over()) {
        put(waiting, Phase.READABLE, waiting.begun(), parent.depth() + 1, Optional.empty());
        released.add(waiting.id());
      }
    }
    return released;
  }

  private void put(
      ShardState state, Phase phase, boolean begun, int depth, Optional<Instant> finishedAt) {
    states.put(
        state.id(),
        new ShardState(
            state.id(),
            state.parentId(),
            phase,
            begun,
            depth,
            state.startingSequenceNumber(),
            state.endingSequenceNumber(),
            state.lastListedAt(),
            finishedAt));
  }

  /** The shards that may be read, whether or not reading them has begun. */
  public List<ShardState> readable() {
    return states.values().stream().filter(state -> state.phase() == Phase.READABLE).toList();
  }

  /** Parents that keep their children waiting and that no listing has named: to be asked for. */
  public SortedSet<ShardId> unlistedParents() {
    SortedSet<ShardId> unlisted = new TreeSet<>();
    for (ShardState state : states.values()) {
      if (state.phase() == Phase.WAITING) {
        state.parentId().filter(parent -> !states.containsKey(parent)).ifPresent(unlisted::add);
      }
    }
    return unlisted;
  }

  /**
   * Shards that are over and that nothing is known to continue; a closed one has no child for a
   * moment only.
   */
  public List<ShardState> leaves() {
    Set<ShardId> parents = new HashSet<>();
    states.values().forEach(state -> state.parentId().ifPresent(parents::add));
    return states.values().stream()
        .filter(state -> state.over() && !parents.contains(state.id()))
        .toList();
  }

  /**
   * Reading a shard begins: from now on its depth is fixed.
   *
   * @throws IllegalStateException if it may not be read
   */
  public ShardState begin(ShardId id) {
    ShardState state = requireReadable(id);
    put(state, Phase.READABLE, true, state.depth(), Optional.empty());
    return states.get(id);
  }

  /**
   * A shard has been read to its end, or its position is found to be its end.
   *
   * @return it, and the children that may be read now
   * @throws IllegalStateException if it may not be read
   */
  public List<ShardState> finish(ShardId id, Instant at) {
    ShardState state = requireReadable(id);
    put(state, Phase.FINISHED, true, state.depth(), Optional.of(at));
    Set<ShardId> changed = release();
    changed.add(id);
    return statesOf(changed);
  }

  /**
   * AWS says that a shard does not exist (any more): one of {@link #unlistedParents()}, or one that
   * should have been read.
   *
   * @return it, and the children that may be read now
   * @throws IllegalStateException if it waits itself, or is finished
   */
  public List<ShardState> gone(ShardId id, Instant at) {
    ShardState known = states.get(id);
    if (known == null) {
      states.put(
          id,
          new ShardState(
              id,
              Optional.empty(),
              Phase.GONE,
              false,
              0,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(at)));
    } else {
      ShardState state = requireReadable(id);
      put(state, Phase.GONE, state.begun(), state.depth(), Optional.of(at));
    }
    Set<ShardId> changed = release();
    changed.add(id);
    return statesOf(changed);
  }

  private ShardState requireReadable(ShardId id) {
    ShardState state = states.get(id);
    if (state == null || state.phase() != Phase.READABLE) {
      throw new IllegalStateException(
          "shard " + id + " is " + (state == null ? "unknown" : state.phase()) + ", not READABLE");
    }
    return state;
  }

  private List<ShardState> statesOf(Set<ShardId> ids) {
    List<ShardState> found = new ArrayList<>();
    new TreeSet<>(ids).forEach(id -> found.add(states.get(id)));
    return found;
  }

  /**
   * Forgets shards that were over longer than the retention ago, that no listing has named for a
   * day, and that have a child none of which waits. The last of a lineage stays, so that a late
   * child finds its depth.
   *
   * @return the forgotten ones, to be deleted where they are stored; none before the first listing
   */
  public List<ShardId> forget(Instant now) {
    if (lastListing.isEmpty()) {
      return List.of();
    }
    Set<ShardId> needed = new HashSet<>();
    for (ShardState state : states.values()) {
      if (state.phase() == Phase.WAITING) {
        state.parentId().ifPresent(needed::add);
      }
    }
    leaves().forEach(leaf -> needed.add(leaf.id()));
    List<ShardId> forgotten =
        states.values().stream()
            .filter(ShardState::over)
            .filter(state -> !needed.contains(state.id()))
            .filter(state -> before(state.finishedAt(), now.minus(retention)))
            .filter(state -> before(state.lastListedAt(), now.minus(STILL_LISTED)))
            .map(ShardState::id)
            .toList();
    forgotten.forEach(states::remove);
    return forgotten;
  }

  private static boolean before(Optional<Instant> time, Instant limit) {
    return time.map(at -> at.isBefore(limit)).orElse(true);
  }
}
