package dev.nightjar.dynamodb.item;

/**
 * Finds the attribute at one path in item after item, and remembers at which place it was: where
 * the next item has the same names in the same order, it is there again. For one thread at a time.
 */
public final class AttributeLookup {
  /** Of so many layouts it is remembered where the attribute is. */
  private static final int LAYOUTS = 8;

  private final AttributePath path;
  private final ItemLayout[] layouts = new ItemLayout[LAYOUTS];
  private final int[] nodes = new int[LAYOUTS];
  private AttributeReader reader;
  private long shape;
  private int place;

  /** A lookup of a path. */
  public AttributeLookup(AttributePath path) {
    this.path = path;
  }

  /** As {@link AttributeReader#find(AttributePath)}. */
  public int find(AttributeReader item) {
    ItemLayout layout = item.layout();
    return layout == null ? findByShape(item) : findByLayout(item, layout);
  }

  private int findByLayout(AttributeReader item, ItemLayout layout) {
    int known = layout.index() % LAYOUTS;
    if (layouts[known] != layout) {
      nodes[known] = item.find(path);
      layouts[known] = layout;
    }
    return nodes[known];
  }

  private int findByShape(AttributeReader item) {
    byte[][] segments = path.segments();
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
