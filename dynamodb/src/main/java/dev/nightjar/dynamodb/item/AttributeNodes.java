package dev.nightjar.dynamodb.item;

import dev.nightjar.dynamodb.json.JsonStrings;
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

  static final int SLOTS = 8;
  static final int TYPE = 0;
  static final int NAME_START = 1;
  static final int NAME_END = 2;
  static final int NEXT = 3;
  static final int CHILDREN = 4;
  static final int ORDINAL = 5;
  // Of a map: its shape's index, and its serial when the map was read.
  static final int SHAPE = 6;
  static final int SERIAL = 7;

  static final int TYPE_MASK = 0xFF;
  static final int NAME_RESOLVED = 0x100;

  // Of a text: where its meaning is, the start's complement if that is not in the item's own
  // buffer;
  // of a BOOL: 1 for true, else 0.
  static final int VALUE_START = 0;
  static final int VALUE_END = 1;
  // Of a text with escapes and of a BOOL: where it stands in the item's own buffer.
  static final int RAW_START = 2;
  static final int RAW_END = 3;

  final MapShape shape = new MapShape(0);
  MapShape[] shapes = {shape};
  byte[] buffer = new byte[0];
  byte[] resolved = new byte[256];
  int resolvedLength;

  /** What the items of a layout have in common. */
  int[] nodes = new int[INITIAL_NODES * SLOTS];

  /** What is each item's own: where its values are, for a node at the place of its number. */
  int[] spans = new int[INITIAL_NODES * SLOTS];

  private byte[] names = buffer;
  private int[] read = nodes;
  private ItemLayout layout;
  private int length;
  private int used;

  AttributeNodes() {}

  /** Before another item. */
  final void forget() {
    used = 0;
    resolvedLength = 0;
    layout = null;
    nodes = read;
    names = buffer;
  }

  /** The item looks like others of this layout; where its values are has been found out. */
  final void laidOut(ItemLayout known, int itemLength) {
    layout = known;
    length = itemLength;
    nodes = known.nodes();
    names = known.names();
  }

  /** The item's layout, or null if none is known that it has. */
  final ItemLayout layout() {
    return layout;
  }

  /** Bytes of an item that has a layout. */
  final int length() {
    return length;
  }

  /** The number behind that of the last node. */
  final int used() {
    return used;
  }

  /** Room for the spans of so many slots. */
  final void reserveSpans(int slots) {
    if (spans.length < slots) {
      spans = Arrays.copyOf(spans, Math.max(slots, spans.length * 2));
    }
  }

  final int add() {
    if (used == nodes.length) {
      read = Arrays.copyOf(nodes, nodes.length * 2);
      nodes = read;
      reserveSpans(nodes.length);
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

  /** Where the value of an S, an N or a B is. */
  public byte[] valueBuffer(int node) {
    return spans[node + VALUE_START] < 0 ? resolved : buffer;
  }

  /** Start of the value of an S, an N or a B. */
  public int valueStart(int node) {
    int start = spans[node + VALUE_START];
    return start < 0 ? ~start : start;
  }

  /** End of the value of an S, an N or a B. */
  public int valueEnd(int node) {
    return spans[node + VALUE_END];
  }

  /** The value of a BOOL. */
  public boolean isTrue(int node) {
    return spans[node + VALUE_START] == 1;
  }

  /**
   * Whether the value of an S, an N or a B is its own canonical JSON, once it stands between
   * quotes.
   */
  boolean valueIsPlain(int node) {
    return spans[node + VALUE_START] >= 0;
  }

  /** Where a node's name is. */
  public byte[] nameBuffer(int node) {
    return (nodes[node + TYPE] & NAME_RESOLVED) != 0 ? resolved : names;
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

  /**
   * Another number for an item of other attribute names, or another order of them; of one without a
   * {@link #layout}.
   */
  long shape() {
    return shape.serial();
  }

  /** How a map looks, or null where that is not known. */
  MapShape shapeOf(int map) {
    MapShape known = shapes[nodes[map + SHAPE]];
    return nodes[map + SERIAL] == (int) known.serial() ? known : null;
  }

  /** The item's attribute at a place, from 0; of one without a {@link #layout}. */
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

  /** Decodes the text of a JSON string to the end of {@link #resolved}. */
  final void resolve(int start, int end) {
    if (resolved.length - resolvedLength < end - start) {
      resolved =
          Arrays.copyOf(resolved, Math.max(resolved.length * 2, resolvedLength + end - start));
    }
    resolvedLength = JsonStrings.decode(buffer, start, end, resolved, resolvedLength);
  }

  /** Notes where the value of a text with escapes or control characters is. */
  final void resolveValue(int node, int start, int end) {
    spans[node + VALUE_START] = ~resolvedLength;
    resolve(start, end);
    spans[node + VALUE_END] = resolvedLength;
    spans[node + RAW_START] = start;
    spans[node + RAW_END] = end;
  }

  /** Where a text or the word of a BOOL starts in the item's own buffer. */
  final int rawStart(int node) {
    return isRaw(node) ? spans[node + VALUE_START] : spans[node + RAW_START];
  }

  /** Where it ends there. */
  final int rawEnd(int node) {
    return isRaw(node) ? spans[node + VALUE_END] : spans[node + RAW_END];
  }

  private boolean isRaw(int node) {
    return typeNumber(node) <= AttributeType.LAST_TEXT && valueIsPlain(node);
  }
}
