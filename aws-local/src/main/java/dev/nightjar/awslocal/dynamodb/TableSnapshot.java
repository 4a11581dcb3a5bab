package dev.nightjar.awslocal.dynamodb;

import java.time.Instant;

/**
 * A table at an instant. Holds references to the items of that instant only; text is made while it
 * is read. May be read any number of times, by several threads.
 */
public interface TableSnapshot {

  /** The table. */
  String tableArn();

  /** The table's id. */
  String tableId();

  /** The instant. */
  Instant asOf();

  /** How many items {@link #forEach} hands over. */
  long itemCount();

  /** The sum of the items' sizes by DynamoDB's rules. */
  long sizeBytes();

  /** Hands over every item, in the order of the partition keys' hashes (that of a Scan). */
  <E extends Exception> void forEach(ItemConsumer<E> consumer) throws E;

  /** Takes items. */
  @FunctionalInterface
  interface ItemConsumer<E extends Exception> {

    /**
     * @param partitionHash the hash of the partition key, 64 bits, unsigned; items of one partition
     *     have the same, and it never falls from item to item
     * @param item the item as typed DynamoDB JSON ({@code {"pk":{"S":"x"}}}) in UTF-8, without line
     *     breaks; the array is shared and must not be changed
     */
    void accept(long partitionHash, byte[] item) throws E;
  }
}
