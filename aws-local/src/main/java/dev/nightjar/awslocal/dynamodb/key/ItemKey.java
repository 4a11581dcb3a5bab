package dev.nightjar.awslocal.dynamodb.key;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The key of an item: its place in a table's order, and its text. Immutable. */
public final class ItemKey implements Comparable<ItemKey> {

  private static final byte[] NO_TEXT = {};

  private final byte[] order;
  private final byte[] json;
  private final int size;

  ItemKey(byte[] order, byte[] json, int size) {
    this.order = order;
    this.json = json;
    this.size = size;
  }

  /** A place between items, which no item needs to have: bounds of ranges are such. */
  public static ItemKey place(byte[] order) {
    return new ItemKey(order, NO_TEXT, 0);
  }

  /**
   * The place as bytes, compared without sign: the hash of the partition key (8 bytes), then the
   * partition key, then the sort key.
   */
  public byte[] order() {
    return order;
  }

  /** The key attributes as typed JSON in UTF-8: not to be changed. */
  public byte[] json() {
    return json;
  }

  /** The size of the key attributes by DynamoDB's rules. */
  public int size() {
    return size;
  }

  /** The hash of the partition key, unsigned: what partitions and shards divide. */
  public long hash() {
    return ByteBuffer.wrap(order).getLong();
  }

  /** The same item's place in an index whose key this is: its own key follows. */
  public ItemKey followedBy(ItemKey own) {
    byte[] both = Arrays.copyOf(order, order.length + own.order.length);
    System.arraycopy(own.order, 0, both, order.length, own.order.length);
    return new ItemKey(both, json, size);
  }

  @Override
  public int compareTo(ItemKey other) {
    return Arrays.compareUnsigned(order, other.order);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ItemKey that && Arrays.equals(order, that.order);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(order);
  }
}
