package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.failure.AwsException;

/** AWS says that a shard, or the position in it, does not exist any more. */
final class ShardLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ShardLostException(AwsException cause) {
    super(cause.getMessage(), cause);
  }
}
