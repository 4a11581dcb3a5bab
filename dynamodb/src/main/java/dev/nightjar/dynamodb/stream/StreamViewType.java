package dev.nightjar.dynamodb.stream;

/** What a stream's records carry. */
public enum StreamViewType {
  /** The item after the change. */
  NEW_IMAGE,
  /** The item before and after the change. */
  NEW_AND_OLD_IMAGES,
  /** The item before the change. */
  OLD_IMAGE,
  /** The keys alone. */
  KEYS_ONLY,
  /** A view type that this program does not know. */
  UNKNOWN;

  /** Whether a table can be mirrored from such a stream. */
  public boolean hasNewImage() {
    return this == NEW_IMAGE || this == NEW_AND_OLD_IMAGES;
  }
}
