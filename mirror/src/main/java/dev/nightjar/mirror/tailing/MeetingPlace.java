package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.ShardState;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.ShardRange;
import dev.nightjar.mirror.state.StoredShard;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The places in a stream's shards up to which one of two mirrors has read: there the other comes to
 * as well, and no further. What lies behind them neither has read. Mirrors that stand do not move
 * them.
 */
public final class MeetingPlace implements ReadingLimit {
  /** The shards that one has begun; of all others nobody has read anything. */
  private final Map<ShardId, Place> places = new HashMap<>();

  private final Map<ShardId, List<ShardId>> children;

  /**
   * A mirror that stands.
   *
   * @param shards the stream's shards as it knows them
   * @param inFlight its batches whose fate is not known: they are in, or go in again
   */
  public record Reader(Collection<StoredShard> shards, Collection<Batch> inFlight) {
    /** Copies both. */
    public Reader {
      shards = List.copyOf(shards);
      inFlight = List.copyOf(inFlight);
    }

    private Optional<Place> place(StoredShard shard) {
      if (!shard.state().begun()) {
        return Optional.empty();
      }
      if (shard.state().over()) {
        return Optional.of(new Place.End());
      }
      Optional<SequenceNumber> last = shard.position();
      for (Batch batch : inFlight) {
        for (ShardRange range : batch.shardRanges()) {
          if (range.shard().equals(shard.state().id())) {
            SequenceNumber end = SequenceNumber.parse(range.last());
            last = last.filter(at -> at.compareTo(end) > 0).or(() -> Optional.of(end));
          }
        }
      }
      return Optional.of(last.<Place>map(Place.Behind::new).orElseGet(Place.Beginning::new));
    }
  }

  /** Where two readers of one stream meet. */
  public MeetingPlace(Reader one, Reader other) {
    for (Reader reader : List.of(one, other)) {
      for (StoredShard shard : reader.shards()) {
        reader
            .place(shard)
            .ifPresent(place -> places.merge(shard.state().id(), place, MeetingPlace::further));
      }
    }
    this.children =
        List.of(one, other).stream()
            .flatMap(reader -> reader.shards().stream())
            .map(StoredShard::state)
            .filter(state -> state.parentId().isPresent())
            .distinct()
            .collect(
                Collectors.groupingBy(
                    state -> state.parentId().orElseThrow(),
                    Collectors.mapping(ShardState::id, Collectors.toList())));
  }

  private static Place further(Place one, Place other) {
    if (one instanceof Place.Behind(var last)) {
      return other.isReached(Optional.of(last)) ? one : other;
    }
    return one instanceof Place.End ? one : other;
  }

  @Override
  public Place of(ShardId shard) {
    return places.getOrDefault(shard, new Place.Beginning());
  }

  /** Whether a mirror has come there in every shard, and nothing of it is in flight. */
  public boolean isReachedBy(Reader reader) {
    Map<ShardId, StoredShard> known =
        reader.shards().stream().collect(Collectors.toMap(shard -> shard.state().id(), s -> s));
    return reader.inFlight().isEmpty()
        && places.keySet().stream().allMatch(shard -> isReached(shard, known));
  }

  /**
   * A shard that a mirror does not know is one that it has yet to find; or one that was gone when
   * it began, or that it has forgotten: then it reads those that continue it.
   */
  private boolean isReached(ShardId id, Map<ShardId, StoredShard> known) {
    StoredShard shard = known.get(id);
    if (shard != null) {
      return shard.state().over() || of(id).isReached(shard.position());
    }
    if (!(of(id) instanceof Place.End)) {
      return of(id) instanceof Place.Beginning;
    }
    List<ShardId> continuing = children.getOrDefault(id, List.of());
    return !continuing.isEmpty() && continuing.stream().allMatch(child -> isTakenUp(child, known));
  }

  private boolean isTakenUp(ShardId child, Map<ShardId, StoredShard> known) {
    StoredShard shard = known.get(child);
    return shard != null
        ? shard.state().phase() != ShardState.Phase.WAITING
        : isReached(child, known) && of(child) instanceof Place.End;
  }
}
