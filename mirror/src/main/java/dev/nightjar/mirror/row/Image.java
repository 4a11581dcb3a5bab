package dev.nightjar.mirror.row;

/** The part of a change record that a column reads. */
enum Image {
  /** The item: its new image; on REMOVE its old image, else its keys. */
  ITEM,
  /** Its key attributes. */
  KEYS,
  /** What the item is after the change; an export's row is one. */
  NEW_IMAGE,
  /** What the item was before the change, where the stream carries it. */
  OLD_IMAGE
}
