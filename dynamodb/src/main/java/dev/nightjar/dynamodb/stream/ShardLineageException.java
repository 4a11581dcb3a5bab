package dev.nightjar.dynamodb.stream;

/**
 * A listing contradicts what has been acted upon: a shard that is being read turns out to have a
 * parent, or another one than before. What was read may be out of order, so that only a new
 * generation is right again.
 */
public final class ShardLineageException extends RuntimeException {
  private final ShardId shard;

  ShardLineageException(ShardId shard, String message) {
    super(message);
    this.shard = shard;
  }

  /** The shard in question. */
  public ShardId shard() {
    return shard;
  }
}
