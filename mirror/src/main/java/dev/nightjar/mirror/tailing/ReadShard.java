package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.mirror.state.StoredShard;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A shard while it is read, as its reader and the stream's inserts see it. Thread-safe. */
final class ReadShard {
  private final ShardId id;
  private final int depth;
  private final ShardWatch watch;
  private final AtomicLong waiting = new AtomicLong();

  ReadShard(StoredShard stored, ShardWatch watch) {
    this.id = stored.state().id();
    this.depth = stored.state().depth();
    this.watch = watch;
  }

  /** One at which nobody looks. */
  static ReadShard unwatched(StoredShard stored) {
    return new ReadShard(stored, new ShardWatch(stored.state().id(), Optional.empty(), 0, 0, 0));
  }

  ShardId id() {
    return id;
  }

  int depth() {
    return depth;
  }

  /** Changes were read and wait to be inserted. */
  void waits(long changes) {
    waiting.addAndGet(changes);
  }

  /** Whether changes that were read are not in the table yet. */
  boolean isWaiting() {
    return waiting.get() > 0;
  }

  /** What a batch had of it is in the table. */
  void inserted(ShardPart part) {
    watch.inserted(part.changes(), part.quarantined(), part.newestAt());
    waiting.addAndGet(-part.changes());
  }
}
