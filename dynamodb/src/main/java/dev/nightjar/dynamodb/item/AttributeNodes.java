package dev.nightjar.dynamodb.item;

import java.util.Arrays;

/**
 * The attributes of the item that an {@link AttributeReader} has read. They are numbers
 * (<em>nodes</em>), not objects; the arrays behind them are reused from item to item. For one
 * thread at a time.
 */
public abstract sealed class AttributeNodes permits AttributeReader {
  /** What there is none of. */
  public static final int NONE = -1;

  private static final int INITIAL_NODES = 64;

  static final int SLOTS = 10;
  static final int TYPE = 0;
  static final int NAME_START = 1;
  static final int NAME_END = 2;
  static final int VALUE_START = 3;
  static final int VALUE_END = 4;
  static final int NEXT = 5;
  static final int CHILDREN = 6;
  static final int ORDINAL = 7;
  // Of a map: its shape's index, and its serial when the map was read.
  static final int SHAPE = 8;
  static final int SERIAL = 9;

  static final int TYPE_MASK = 0xFF;
  static final int NAME_RESOLVED = 0x100;
  static final int VALUE_RESOLVED = 0x200;
  static final int TRUE = 0x400;

  final MapShape shape = new MapShape(0);
  MapShape[] shapes = {shape};
  byte[] buffer = new byte[0];
  byte[] resolved = new byte[256];
  int[] nodes = new int[INITIAL_NODES * SLOTS];
  private int used;

  AttributeNodes() {}

  /** Before another item. */
  final void forget() {
    used = 0;
  }

  final int add() {
    if (used == nodes.length) {
      nodes = Arrays.copyOf(nodes, nodes.length * 2);
    }
    int node = used;
    used += SLOTS;
    nodes[node + NEXT] = NONE;
    nodes[node + CHILDREN] = 0;
    nodes[node + ORDINAL] = 0;
    return node;
  }

  final int addNameless() {
    int node = add();
    nodes[node + TYPE] = 0;
    nodes[node + NAME_START] = 0;
    nodes[node + NAME_END] = 0;
    return node;
  }

  final void append(int parent, int previous, int child) {
    if (previous != NONE) {
      nodes[previous + NEXT] = child;
    }
    nodes[child + ORDINAL] = nodes[parent + CHILDREN]++;
  }

  /** The item itself: a map. */
  public int root() {
    return 0;
  }

  /** A node's type; of an element of a set, the type that it would have by itself. */
  public AttributeType type(int node) {
    return AttributeType.at(typeNumber(node));
  }

  /** The ordinal of {@link #type}. */
  int typeNumber(int node) {
    return nodes[node + TYPE] & TYPE_MASK;
  }

  /**
   * Where a node's value is: the text of S, N and B; the typed JSON, brackets included, of a map, a
   * list or a set.
   */
  public byte[] valueBuffer(int node) {
    return (nodes[node + TYPE] & VALUE_RESOLVED) != 0 ? resolved : buffer;
  }

  /** Start of the value; not to be asked of BOOL and NULL. */
  public int valueStart(int node) {
    return nodes[node + VALUE_START];
  }

  /** End of the value; not to be asked of BOOL and NULL. */
  public int valueEnd(int node) {
    return nodes[node + VALUE_END];
  }

  /** The value of a BOOL. */
  public boolean isTrue(int node) {
    return (nodes[node + TYPE] & TRUE) != 0;
  }

  /** Whether the value is its own canonical JSON, once it stands between quotes. */
  boolean valueIsPlain(int node) {
    return (nodes[node + TYPE] & VALUE_RESOLVED) == 0;
  }

  /** Where a node's name is. */
  public byte[] nameBuffer(int node) {
    return (nodes[node + TYPE] & NAME_RESOLVED) != 0 ? resolved : buffer;
  }

  /** Start of the name; elements of lists and sets have an empty one. */
  public int nameStart(int node) {
    return nodes[node + NAME_START];
  }

  /** End of the name. */
  public int nameEnd(int node) {
    return nodes[node + NAME_END];
  }

  /** Whether two nodes have the same name. */
  boolean sameName(int a, int b) {
    return Arrays.equals(
        nameBuffer(a), nameStart(a), nameEnd(a), nameBuffer(b), nameStart(b), nameEnd(b));
  }

  boolean nameIsPlain(int node) {
    return (nodes[node + TYPE] & NAME_RESOLVED) == 0;
  }

  /** How many members a map has, or elements a list or a set; 0 for others. */
  public int childCount(int node) {
    return nodes[node + CHILDREN];
  }

  /** The first member or element, or {@link #NONE}. */
  public int firstChild(int node) {
    return nodes[node + CHILDREN] == 0 ? NONE : node + SLOTS;
  }

  /** The next member or element of the same parent, or {@link #NONE}. */
  public int nextSibling(int node) {
    return nodes[node + NEXT];
  }

  /** Another number for an item of other attribute names, or another order of them. */
  long shape() {
    return shape.serial();
  }

  /** How a map looks, or null where that is not known. */
  MapShape shapeOf(int map) {
    MapShape known = shapes[nodes[map + SHAPE]];
    return nodes[map + SERIAL] == (int) known.serial() ? known : null;
  }

  /** The item's attribute at a place, from 0. */
  int attribute(int place) {
    return shape.node(place);
  }

  /** A node's place among its siblings, from 0. */
  int ordinal(int node) {
    return nodes[node + ORDINAL];
  }

  /** The member of a map with this name, or {@link #NONE}; also for a node that is no map. */
  public int find(int map, byte[] name) {
    if ((nodes[map + TYPE] & TYPE_MASK) != AttributeType.M.ordinal()) {
      return NONE;
    }
    int found = NONE;
    for (int child = firstChild(map); child != NONE; child = nodes[child + NEXT]) {
      int start = nodes[child + NAME_START];
      int end = nodes[child + NAME_END];
      if (end - start == name.length
          && Arrays.equals(nameBuffer(child), start, end, name, 0, name.length)) {
        found = child;
      }
    }
    return found;
  }

  /** The attribute at a path from the item's root, or {@link #NONE}. */
  public int find(AttributePath path) {
    int node = root();
    for (byte[] segment : path.segments()) {
      node = find(node, segment);
      if (node == NONE) {
        return NONE;
      }
    }
    return node;
  }
}
