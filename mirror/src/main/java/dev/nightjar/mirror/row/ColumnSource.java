package dev.nightjar.mirror.row;

import java.util.List;

/** Where a column's value comes from. */
sealed interface ColumnSource {

  /** A whole image as plain JSON. */
  record WholeImage(Image image) implements ColumnSource {}

  /**
   * An attribute of an image.
   *
   * @param path names from the item down; at least one
   */
  record Attribute(Image image, List<String> path) implements ColumnSource {
    public Attribute {
      path = List.copyOf(path);
    }
  }

  /** {@code userIdentity} as JSON; present for deletes by Time to Live. */
  record UserIdentity() implements ColumnSource {}

  /** What the change record itself says. */
  enum Field implements ColumnSource {
    APPROXIMATE_CREATION_DATE_TIME,
    EVENT_NAME,
    EVENT_ID,
    SEQUENCE_NUMBER,
    VERSION,
    IS_DELETED
  }
}
