package dev.nightjar.awslocal.stream;

import dev.nightjar.awslocal.dynamodb.item.JsonBytes;
import dev.nightjar.awslocal.dynamodb.item.StoredItem;
import java.util.HexFormat;

/**
 * Writes stream records as GetRecords answers them. Images and keys are stored as JSON already, so
 * only the envelope is made here.
 */
final class RecordWriter {

  private static final int ENVELOPE = 512;
  private static final HexFormat HEX = HexFormat.of();

  private final String region;
  private final ViewType view;
  private final long streamSeed;

  RecordWriter(String region, ViewType view, long streamSeed) {
    this.region = region;
    this.view = view;
    this.streamSeed = streamSeed;
  }

  /** The record's SizeBytes: of its keys and images. */
  static int sizeBytes(Change change, ViewType view) {
    return change.key().size()
        + (view.newImage() ? change.after().size() : 0)
        + (view.oldImage() ? change.before().size() : 0);
  }

  /** The records of a page as a JSON array. */
  byte[] write(ShardPage page, StreamConditions conditions) {
    long expected = 2;
    for (Change change : page.changes()) {
      expected +=
          ENVELOPE
              + change.key().json().length
              + (view.newImage() ? change.after().json().length : 0)
              + (view.oldImage() ? change.before().json().length : 0);
    }
    var out = new JsonBytes(Math.toIntExact(expected));
    out.put('[');
    for (int at = 0; at < page.changes().size(); at++) {
      if (at > 0) {
        out.put(',');
      }
      Change change = page.changes().get(at);
      SequenceNumber number = page.numbers().get(at);
      write(change, number, shownMicros(change, number, conditions), out);
    }
    return out.put(']').toArray();
  }

  /** The same whenever the record is read. */
  private static long shownMicros(
      Change change, SequenceNumber number, StreamConditions conditions) {
    long most = conditions.timesBack().toNanos() / 1000;
    double share = Draws.share(conditions.seed() ^ number.shard(), number.offset());
    return change.micros() - (long) (most * share);
  }

  private void write(Change change, SequenceNumber number, long micros, JsonBytes out) {
    out.ascii("{\"eventID\":\"").ascii(eventId(number));
    out.ascii("\",\"eventName\":\"").ascii(change.eventName());
    out.ascii("\",\"eventVersion\":\"1.1\",\"eventSource\":\"aws:dynamodb\",\"awsRegion\":\"");
    out.ascii(region).ascii("\",\"dynamodb\":{\"ApproximateCreationDateTime\":");
    out.ascii(Long.toString(Math.floorDiv(micros, 1_000_000)));
    out.ascii(",\"Keys\":").bytes(change.key().json());
    if (view.newImage()) {
      image("NewImage", change.after(), out);
    }
    if (view.oldImage()) {
      image("OldImage", change.before(), out);
    }
    out.ascii(",\"SequenceNumber\":\"").ascii(number.toString());
    out.ascii("\",\"SizeBytes\":").ascii(Integer.toString(sizeBytes(change, view)));
    out.ascii(",\"StreamViewType\":\"").ascii(view.name()).ascii("\"}");
    if (change.byService()) {
      out.ascii(
          ",\"userIdentity\":{\"PrincipalId\":\"dynamodb.amazonaws.com\",\"Type\":\"Service\"}");
    }
    out.put('}');
  }

  private static void image(String name, StoredItem item, JsonBytes out) {
    if (item.exists()) {
      out.put(',').put('"').ascii(name).put('"').put(':').bytes(item.json());
    }
  }

  /** Another one for every record: both steps can be undone, so no two come together. */
  private String eventId(SequenceNumber number) {
    long high = Draws.mix(streamSeed + number.shard());
    return HEX.toHexDigits(high) + HEX.toHexDigits(Draws.mix(high ^ number.offset()));
  }
}
