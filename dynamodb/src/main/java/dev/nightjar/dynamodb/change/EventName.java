package dev.nightjar.dynamodb.change;

/**
 * What happened to the item: a stream record's {@code eventName}, or {@link #EXPORT} for a row of
 * an export.
 */
public enum EventName {
  /** The item did not exist before. */
  INSERT,
  /** The item existed and is another now. */
  MODIFY,
  /** The item is gone. */
  REMOVE,
  /** The item as a point-in-time export found it. */
  EXPORT
}
