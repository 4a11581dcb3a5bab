package dev.nightjar.awslocal.dynamodb;

import dev.nightjar.awslocal.dynamodb.item.JsonBytes;
import dev.nightjar.awslocal.dynamodb.item.StoredItem;
import dev.nightjar.awslocal.dynamodb.key.ItemKey;
import dev.nightjar.awslocal.stream.Change;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/**
 * What a window of time did to the items of a table, as lines of an incremental export. Immutable.
 */
final class ChangesSnapshot implements TableSnapshot {

  private static final int ENVELOPE = 128;

  private final String tableArn;
  private final String tableId;
  private final Instant to;
  private final List<Change> changes;
  private final boolean oldImages;

  ChangesSnapshot(
      String tableArn,
      String tableId,
      Instant to,
      TreeMap<ItemKey, Change> changed,
      boolean oldImages) {
    this.tableArn = tableArn;
    this.tableId = tableId;
    this.to = to;
    this.oldImages = oldImages;
    this.changes =
        changed.values().stream()
            .filter(change -> change.before().exists() || change.after().exists())
            .toList();
  }

  @Override
  public String tableArn() {
    return tableArn;
  }

  @Override
  public String tableId() {
    return tableId;
  }

  @Override
  public Instant asOf() {
    return to;
  }

  @Override
  public long itemCount() {
    return changes.size();
  }

  @Override
  public long sizeBytes() {
    return changes.stream()
        .mapToLong(change ->
            change.after().size() + (oldImages ? change.before().size() : 0) + change.key().size())
        .sum();
  }

  @Override
  public <E extends Exception> void forEach(ItemConsumer<E> consumer) throws E {
    for (Change change : changes) {
      consumer.accept(change.key().hash(), line(change));
    }
  }

  private byte[] line(Change change) {
    JsonBytes line =
        new JsonBytes(
            ENVELOPE
                + change.key().json().length
                + change.after().json().length
                + change.before().json().length);
    line.ascii("{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"");
    line.ascii(Long.toString(change.micros())).ascii("\"}},\"Keys\":").bytes(change.key().json());
    if (oldImages) {
      image("OldImage", change.before(), line);
    }
    image("NewImage", change.after(), line);
    return line.put('}').toArray();
  }

  private static void image(String name, StoredItem item, JsonBytes line) {
    if (item.exists()) {
      line.ascii(",\"" + name + "\":").bytes(item.json());
    }
  }
}
