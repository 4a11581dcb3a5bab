package dev.nightjar.dynamodb.item;

/**
 * Finds the attribute at one path in item after item, and remembers at which place it was: where
 * the next item has the same names in the same order, it is there again. For one thread at a time.
 */
public final class AttributeLookup {
  private final byte[][] segments;
  private AttributeReader reader;
  private long shape;
  private int place;

  /** A lookup of a path. */
  public AttributeLookup(AttributePath path) {
    this.segments = path.segments();
  }

  /** As {@link AttributeReader#find(AttributePath)}. */
  public int find(AttributeReader item) {
    if (item != reader || item.shape() != shape) {
      int found = item.find(item.root(), segments[0]);
      place = found == AttributeReader.NONE ? AttributeReader.NONE : item.ordinal(found);
      reader = item;
      shape = item.shape();
    }
    int node = place == AttributeReader.NONE ? AttributeReader.NONE : item.attribute(place);
    for (int i = 1; i < segments.length && node != AttributeReader.NONE; i++) {
      node = item.find(node, segments[i]);
    }
    return node;
  }
}
