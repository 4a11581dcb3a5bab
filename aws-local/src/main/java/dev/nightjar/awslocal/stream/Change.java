package dev.nightjar.awslocal.stream;

import dev.nightjar.awslocal.dynamodb.item.StoredItem;
import dev.nightjar.awslocal.dynamodb.key.ItemKey;

/**
 * What a write did to one item; a write that changes nothing is none.
 *
 * @param key the item's key
 * @param before the item before, {@link StoredItem#ABSENT} where it was not there
 * @param after the item after, {@link StoredItem#ABSENT} where it is not there any more
 * @param micros when, in microseconds since the epoch
 * @param byService whether time to live did it and not a client
 */
public record Change(
    ItemKey key, StoredItem before, StoredItem after, long micros, boolean byService) {

  /** The record's eventName. */
  String eventName() {
    if (!after.exists()) {
      return "REMOVE";
    }
    return before.exists() ? "MODIFY" : "INSERT";
  }
}
