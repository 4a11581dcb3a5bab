package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.dynamodb.stream.ShardId;
import java.util.Optional;

/**
 * A change whose key cannot be read, so that it is no row and none of the quarantine either: AWS
 * writes none such. It and what follows it stay in the stream.
 */
final class UnreadableChangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableChangeException(
      ShardId shard, Optional<SequenceNumber> last, MalformedJsonException e) {
    super(
        "A change in shard "
            + shard
            + last.map(number -> " after " + number).orElse("")
            + " has a key that cannot be read: "
            + e.getMessage()
            + ". It is asked for again and again; what follows it in the shard waits.",
        e);
  }
}
