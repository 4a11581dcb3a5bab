package dev.nightjar.awslocal.dynamodb;

import dev.nightjar.awslocal.stream.StreamOptions;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * How the stand-in's tables differ from each other's surroundings. AWS's own values are {@link
 * #defaults()}.
 *
 * @param stream how streams behave
 * @param history how far back {@link Tables#snapshot} can look (AWS: up to 35 days)
 * @param creationTime how long a table stays CREATING, and a stream ENABLING
 * @param attributeOrderSeed where given, snapshots write an item's attributes, the entries of its
 *     maps and the members of its sets in another order than streams and reads do, the same for the
 *     same seed: AWS promises none
 */
public record TablesOptions(
    StreamOptions stream,
    Duration history,
    Duration creationTime,
    OptionalLong attributeOrderSeed) {

  /** Streams as AWS has them, 35 days of history, tables that are there at once, one order. */
  public static TablesOptions defaults() {
    return new TablesOptions(
        StreamOptions.defaults(), Duration.ofDays(35), Duration.ZERO, OptionalLong.empty());
  }

  /** The same with other streams. */
  public TablesOptions withStream(StreamOptions other) {
    return new TablesOptions(other, history, creationTime, attributeOrderSeed);
  }

  /** The same with another length of history. */
  public TablesOptions withHistory(Duration other) {
    return new TablesOptions(stream, other, creationTime, attributeOrderSeed);
  }

  /** The same with another time that it takes to create a table or to enable a stream. */
  public TablesOptions withCreationTime(Duration other) {
    return new TablesOptions(stream, history, other, attributeOrderSeed);
  }

  /** The same with snapshots in the order of this seed. */
  public TablesOptions withAttributeOrderSeed(long seed) {
    return new TablesOptions(stream, history, creationTime, OptionalLong.of(seed));
  }
}
