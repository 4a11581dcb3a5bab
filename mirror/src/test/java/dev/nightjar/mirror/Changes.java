package dev.nightjar.mirror;

import dev.nightjar.dynamodb.stream.RecordPage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Answers of GetRecords, written by hand: records of a table with the string keys pk and sk. */
public final class Changes {
  private Changes() {}

  /**
   * A change of the item (pk, "s").
   *
   * @param sequence its sequence number
   * @param at its time
   */
  public record Record(long sequence, Instant at, String pk, String note) {
    String json() {
      return """
      {"eventName":"MODIFY","eventID":"e%1$d","dynamodb":{"ApproximateCreationDateTime":%2$d,
       "SequenceNumber":"%1$d","Keys":{"pk":{"S":"%3$s"},"sk":{"S":"s"}},
       "NewImage":{"pk":{"S":"%3$s"},"sk":{"S":"s"},"note":%4$s}}}\
      """
          .formatted(sequence, at.getEpochSecond(), pk, note);
    }
  }

  /** A record whose note is a string. */
  public static Record record(long sequence, Instant at, String pk, String note) {
    return new Record(sequence, at, pk, "{\"S\":\"" + note + "\"}");
  }

  /** A page; without a next iterator it is a shard's last. */
  public static RecordPage page(List<Record> records, Instant answeredAt, String nextIterator) {
    String next = nextIterator == null ? "null" : "\"" + nextIterator + "\"";
    byte[] body =
        records.stream()
            .map(Record::json)
            .collect(
                Collectors.joining(",", "{\"Records\":[", "],\"NextShardIterator\":" + next + "}"))
            .getBytes(StandardCharsets.UTF_8);
    return RecordPage.parse(body, body.length, answeredAt);
  }
}
