package dev.nightjar.proving.world.aws;

import dev.nightjar.proving.world.script.ItemKey;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * A record of a stream.
 *
 * @param sequence its number
 * @param writtenAt when the write was acknowledged
 * @param readableAt when a reader can see it at the earliest
 * @param time its {@code ApproximateCreationDateTime}, seconds since 1970: noisy, and runs
 *     backwards at times
 * @param key the item
 * @param before the item before, if it was there
 * @param after the item after, if it is there
 * @param expired whether time to live did it
 */
public record StreamRecord(
    BigInteger sequence,
    Instant writtenAt,
    Instant readableAt,
    long time,
    ItemKey key,
    Optional<StoredItem> before,
    Optional<StoredItem> after,
    boolean expired) {

  /** {@code INSERT}, {@code MODIFY} or {@code REMOVE}. */
  public String eventName() {
    return after.isEmpty() ? "REMOVE" : before.isEmpty() ? "INSERT" : "MODIFY";
  }

  /** The record as GetRecords answers it. */
  public String json() {
    StringBuilder json = new StringBuilder(400);
    json.append("{\"eventID\":\"")
        .append(sequence.toString(16))
        .append("\",\"eventName\":\"")
        .append(eventName())
        .append("\",\"eventVersion\":\"1.1\",\"eventSource\":\"aws:dynamodb\",\"awsRegion\":\"")
        .append(SimulatedTable.REGION)
        .append('"');
    if (expired) {
      json.append(
          ",\"userIdentity\":{\"Type\":\"Service\",\"PrincipalId\":\"dynamodb.amazonaws.com\"}");
    }
    json.append(",\"dynamodb\":{\"ApproximateCreationDateTime\":")
        .append(time)
        .append(",\"Keys\":")
        .append(StoredItem.typedKey(key));
    after.ifPresent(item -> json.append(",\"NewImage\":").append(item.typed()));
    before.ifPresent(item -> json.append(",\"OldImage\":").append(item.typed()));
    return json.append(",\"SequenceNumber\":\"")
        .append(sequence)
        .append("\",\"SizeBytes\":100,\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}}")
        .toString();
  }

  @Override
  public String toString() {
    return eventName() + " " + key + " at " + writtenAt + " (" + sequence + ")";
  }
}
