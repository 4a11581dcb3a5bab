package dev.nightjar.dynamodb.change;

import java.nio.charset.StandardCharsets;

/** Member names in AWS's JSON. */
final class Names {
  static final byte[] RECORDS = bytes("Records");
  static final byte[] NEXT_SHARD_ITERATOR = bytes("NextShardIterator");
  static final byte[] EVENT_ID = bytes("eventID");
  static final byte[] EVENT_NAME = bytes("eventName");
  static final byte[] USER_IDENTITY = bytes("userIdentity");
  static final byte[] DYNAMODB = bytes("dynamodb");
  static final byte[] APPROXIMATE_CREATION_DATE_TIME = bytes("ApproximateCreationDateTime");
  static final byte[] KEYS = bytes("Keys");
  static final byte[] NEW_IMAGE = bytes("NewImage");
  static final byte[] OLD_IMAGE = bytes("OldImage");
  static final byte[] SEQUENCE_NUMBER = bytes("SequenceNumber");
  static final byte[] ITEM = bytes("Item");
  static final byte[] ITEMS = bytes("Items");
  static final byte[] LAST_EVALUATED_KEY = bytes("LastEvaluatedKey");
  static final byte[] CONSUMED_CAPACITY = bytes("ConsumedCapacity");
  static final byte[] CAPACITY_UNITS = bytes("CapacityUnits");

  private Names() {}

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }
}
