package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.stream.ShardId;
import java.util.Optional;

/** How far the shards of a stream are read. */
@FunctionalInterface
public interface ReadingLimit {
  /** Each to its end. */
  ReadingLimit NONE = _ -> new Place.End();

  /** How far one of them is read. */
  Place of(ShardId shard);

  /** A place in a shard. */
  sealed interface Place {
    /** Before its first change. */
    record Beginning() implements Place {}

    /**
     * Behind a change.
     *
     * @param last the change
     */
    record Behind(SequenceNumber last) implements Place {}

    /** Its end, whenever that comes. */
    record End() implements Place {}

    /**
     * Whether a reader at a position has nothing more to read.
     *
     * @param position the last change that was read; empty before the first
     */
    default boolean isReached(Optional<SequenceNumber> position) {
      return switch (this) {
        case Beginning() -> true;
        case Behind(var last) -> position.filter(at -> at.compareTo(last) >= 0).isPresent();
        case End() -> false;
      };
    }

    /** Whether a change lies before the place. */
    default boolean isBehind(SequenceNumber change) {
      return switch (this) {
        case Beginning() -> false;
        case Behind(var last) -> change.compareTo(last) <= 0;
        case End() -> true;
      };
    }
  }
}
