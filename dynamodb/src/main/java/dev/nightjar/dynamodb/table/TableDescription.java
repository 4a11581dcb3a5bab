package dev.nightjar.dynamodb.table;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A table as DescribeTable and DescribeContinuousBackups describe it.
 *
 * @param arn the table
 * @param name its name
 * @param tableId changes when the table is deleted and created anew under its name
 * @param status AWS's {@code TableStatus}, such as {@code ACTIVE}
 * @param creationDateTime when it was created
 * @param keys the partition key, then the sort key if there is one
 * @param stream its latest stream, on or off
 * @param pointInTimeRecovery whether exports are possible
 * @param sizeBytes AWS's count, up to six hours old
 * @param itemCount AWS's count, up to six hours old
 * @param writeCapacityUnits provisioned; 0 for an on-demand table
 * @param readCapacityUnits provisioned; 0 for an on-demand table
 * @param answeredAt the {@code Date} header of DescribeTable's answer
 */
public record TableDescription(
    String arn,
    String name,
    String tableId,
    String status,
    Instant creationDateTime,
    List<KeyAttribute> keys,
    Optional<TableStream> stream,
    boolean pointInTimeRecovery,
    long sizeBytes,
    long itemCount,
    long writeCapacityUnits,
    long readCapacityUnits,
    Instant answeredAt) {

  /** Copies the list. */
  public TableDescription {
    keys = List.copyOf(keys);
  }

  /** The partition key. */
  public KeyAttribute partitionKey() {
    return keys.getFirst();
  }

  /** The sort key, if the table has one. */
  public Optional<KeyAttribute> sortKey() {
    return keys.size() > 1 ? Optional.of(keys.get(1)) : Optional.empty();
  }

  /** The stream of a table that passed {@link TableInspector#inspect}. */
  public TableStream requireStream() {
    return stream.orElseThrow(() -> new IllegalStateException("table " + arn + " has no stream"));
  }
}
