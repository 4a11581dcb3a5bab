package dev.nightjar.mirror.row;

import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.EventName;
import dev.nightjar.dynamodb.change.ExportLine;
import dev.nightjar.dynamodb.change.StreamRecords;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A change as a test states it.
 *
 * @param depth of its shard; 0 for a row of an export
 * @param time milliseconds since 1970
 * @param sequence the sequence number; 1 for a row of an export
 * @param eventId plain; none in a row of an export
 * @param keys typed JSON, as the images are; none in a row of an export
 * @param userIdentity the JSON as it came
 */
record ReferenceChange(
    EventName event,
    long generation,
    long depth,
    Optional<Long> time,
    BigInteger sequence,
    Optional<String> eventId,
    Optional<String> keys,
    Optional<String> newImage,
    Optional<String> oldImage,
    Optional<String> userIdentity) {

  boolean isExport() {
    return event == EventName.EXPORT;
  }

  /** What the encoder gets: an export's line or a record of a stream. */
  Change received() {
    byte[] body = text().getBytes(StandardCharsets.UTF_8);
    return isExport()
        ? new ExportLine(time.orElseThrow()).parse(body, 0, body.length)
        : StreamRecords.parse(body, body.length).change(0);
  }

  /** As AWS sends it. */
  String text() {
    if (isExport()) {
      return "{\"Item\":" + newImage.orElseThrow() + "}";
    }
    StringBuilder record = new StringBuilder("{\"Records\":[{\"dynamodb\":{");
    record.append("\"SequenceNumber\":\"").append(sequence).append('"');
    keys.ifPresent(image -> record.append(",\"Keys\":").append(image));
    oldImage.ifPresent(image -> record.append(",\"OldImage\":").append(image));
    newImage.ifPresent(image -> record.append(", \"NewImage\" : ").append(image));
    time.ifPresent(
        millis -> record.append(",\"ApproximateCreationDateTime\":").append(seconds(millis)));
    record.append("},\"eventName\":\"").append(event).append('"');
    eventId.ifPresent(id -> record.append(",\"eventID\":\"").append(id).append('"'));
    userIdentity.ifPresent(identity -> record.append(",\"userIdentity\":").append(identity));
    return record.append("}]}").toString();
  }

  /** As the quarantine holds it, in DynamoDB's own JSON. */
  String quarantined() {
    StringBuilder json = new StringBuilder("{\"eventName\":\"").append(event).append('"');
    if (!isExport()) {
      json.append(",\"SequenceNumber\":\"").append(sequence).append('"');
    }
    time.ifPresent(
        millis -> json.append(",\"ApproximateCreationDateTime\":").append(seconds(millis)));
    keys.ifPresent(image -> json.append(",\"Keys\":").append(image));
    newImage.ifPresent(image -> json.append(",\"NewImage\":").append(image));
    oldImage.ifPresent(image -> json.append(",\"OldImage\":").append(image));
    userIdentity.ifPresent(identity -> json.append(",\"userIdentity\":").append(identity));
    return json.append('}').toString();
  }

  /** Generation, depth of the shard and sequence number, one above the other. */
  BigInteger version() {
    return BigInteger.valueOf(generation)
        .shiftLeft(192)
        .or(BigInteger.valueOf(depth).shiftLeft(160))
        .or(sequence);
  }

  /** The time in seconds, without zeros at the end. */
  static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
  }
}
