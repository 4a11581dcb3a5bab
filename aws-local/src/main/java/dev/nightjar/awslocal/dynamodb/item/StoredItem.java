package dev.nightjar.awslocal.dynamodb.item;

import java.util.Arrays;

/**
 * An item as tables and streams keep it: its typed JSON with everything in ascending order, so that
 * two stored items are the same item exactly if their bytes are equal. Immutable.
 */
public final class StoredItem {

  /** No item: what is stored under a key before it is written and after it is deleted. */
  public static final StoredItem ABSENT = new StoredItem(new byte[0], 0);

  private final byte[] json;
  private final int size;

  private StoredItem(byte[] json, int size) {
    this.json = json;
    this.size = size;
  }

  /** The stored form of an item. */
  public static StoredItem of(Item item) {
    return new StoredItem(ItemWriter.SORTED.write(item), item.size());
  }

  /** The typed JSON in UTF-8: not to be changed. */
  public byte[] json() {
    return json;
  }

  /** The size by DynamoDB's rules. */
  public int size() {
    return size;
  }

  /** Whether there is an item. */
  public boolean exists() {
    return json.length > 0;
  }

  /** The item, parsed again; without attributes where there is none. */
  public Item item() {
    return json.length == 0 ? Item.EMPTY : AttributeValueReader.readItem(json);
  }

  /** Whether both are the same item, or both none. */
  public boolean sameAs(StoredItem other) {
    return Arrays.equals(json, other.json);
  }
}
