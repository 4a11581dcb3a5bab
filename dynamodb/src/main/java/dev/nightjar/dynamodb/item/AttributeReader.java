package dev.nightjar.dynamodb.item;

import dev.nightjar.dynamodb.json.JsonCursor;
import dev.nightjar.dynamodb.json.JsonStrings;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import java.util.Arrays;

/**
 * Reads a typed item ({@code {"pk":{"S":"x"},"n":{"N":"1"}}}) in one pass over its bytes, after
 * which every attribute in it can be asked for. Attributes are numbers (<em>nodes</em>), not
 * objects; the arrays behind them are reused from item to item. For one thread at a time.
 *
 * <p>Strings, numbers, binaries and names are given by their meaning: a range of UTF-8 bytes in
 * {@link #valueBuffer} or {@link #nameBuffer}, which is the item's own buffer unless JSON escapes
 * had to be resolved. All of it is valid until the next {@link #read}, as long as the item's buffer
 * is.
 *
 * <p>Where an object names a member twice, the last one counts, as for most readers of JSON.
 */
public final class AttributeReader {
  /** Attributes inside of attributes; DynamoDB permits 32 levels. */
  static final int MAXIMUM_DEPTH = 128;

  /** What there is none of. */
  public static final int NONE = -1;

  private static final int INITIAL_NODES = 64;

  private static final int SLOTS = 8;
  private static final int TYPE = 0;
  private static final int NAME_START = 1;
  private static final int NAME_END = 2;
  private static final int VALUE_START = 3;
  private static final int VALUE_END = 4;
  private static final int NEXT = 5;
  private static final int CHILDREN = 6;
  private static final int ORDINAL = 7;

  private static final int TYPE_MASK = 0xFF;
  private static final int NAME_RESOLVED = 0x100;
  private static final int VALUE_RESOLVED = 0x200;
  private static final int TRUE = 0x400;

  private final JsonCursor cursor = new JsonCursor();
  private final ItemShape shape = new ItemShape();
  private byte[] buffer = new byte[0];
  private byte[] resolved = new byte[256];
  private int resolvedLength;
  private int[] nodes = new int[INITIAL_NODES * SLOTS];
  private int used;

  /**
   * Reads {@code bytes[start, end)}: one object, its braces included.
   *
   * @throws MalformedJsonException if it is no item
   */
  public void read(byte[] bytes, int start, int end) {
    readPrefix(bytes, start, end);
    cursor.expectEnd();
  }

  /**
   * Reads the object that {@code bytes[start, limit)} begin with, whatever follows it.
   *
   * @return where it ends
   * @throws MalformedJsonException if it is no item
   */
  public int readPrefix(byte[] bytes, int start, int limit) {
    buffer = bytes;
    resolvedLength = 0;
    used = 0;
    cursor.reset(bytes, start, limit);
    int root = add();
    nodes[root + TYPE] = AttributeType.M.ordinal();
    shape.begin();
    readMap(root, 0);
    return cursor.position();
  }

  private int add() {
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

  private void append(int parent, int previous, int child) {
    if (previous != NONE) {
      nodes[previous + NEXT] = child;
    }
    nodes[child + ORDINAL] = nodes[parent + CHILDREN]++;
  }

  private void readMap(int map, int depth) {
    checkDepth(depth);
    cursor.beginObject();
    nodes[map + VALUE_START] = cursor.position() - 1;
    int previous = NONE;
    boolean isRoot = depth == 0;
    while (isRoot ? shape.nextMember(cursor, buffer) : cursor.nextMember()) {
      int child = add();
      if (isRoot) {
        shape.placed(child);
      }
      nodes[child + NAME_START] = cursor.stringStart();
      nodes[child + NAME_END] = cursor.stringEnd();
      nodes[child + TYPE] = 0;
      if (!cursor.stringIsPlain()) {
        nodes[child + NAME_START] = resolvedLength;
        resolve();
        nodes[child + NAME_END] = resolvedLength;
        nodes[child + TYPE] = NAME_RESOLVED;
      }
      append(map, previous, child);
      previous = child;
      readAttribute(child, depth);
    }
    nodes[map + VALUE_END] = cursor.position();
  }

  private void readAttribute(int node, int depth) {
    // Nearly all attributes come as {"S":"…"}, and nothing else in the braces.
    int letter = cursor.tryOneLetterMember();
    int known = NONE;
    if (letter < 0) {
      cursor.beginObject();
    } else {
      known = typeOfLetter(letter);
      if (known == NONE) {
        cursor.skipValue();
      } else {
        readValue(node, known, depth);
      }
      if (known != NONE && cursor.tryEndObject()) {
        return;
      }
    }
    readMembers(node, known, depth);
  }

  private void readMembers(int node, int alreadyKnown, int depth) {
    int known = alreadyKnown;
    while (cursor.nextMember()) {
      int type = typeOfTag();
      if (type == NONE) {
        cursor.skipValue();
        continue;
      }
      if (known != NONE) {
        throw new MalformedJsonException("an attribute has two types", cursor.stringStart());
      }
      known = type;
      readValue(node, type, depth);
    }
    if (known == NONE) {
      throw new MalformedJsonException(
          "an attribute has no type that is known", cursor.position() - 1);
    }
  }

  private static int typeOfLetter(int letter) {
    return switch (letter) {
      case 'S' -> AttributeType.S.ordinal();
      case 'N' -> AttributeType.N.ordinal();
      case 'B' -> AttributeType.B.ordinal();
      case 'M' -> AttributeType.M.ordinal();
      case 'L' -> AttributeType.L.ordinal();
      default -> NONE;
    };
  }

  private int typeOfTag() {
    for (int i = 0; i < AttributeType.count(); i++) {
      if (cursor.stringEquals(AttributeType.at(i).tag())) {
        return i;
      }
    }
    return NONE;
  }

  private void readValue(int node, int type, int depth) {
    nodes[node + TYPE] |= type;
    switch (AttributeType.at(type)) {
      case S, N, B -> readText(node);
      case BOOL -> {
        if (cursor.readBoolean()) {
          nodes[node + TYPE] |= TRUE;
        }
      }
      case NULL -> {
        if (!cursor.tryNull()) {
          cursor.readBoolean();
        }
      }
      case M -> readMap(node, depth + 1);
      case L -> readList(node, depth + 1);
      case SS -> readSet(node, AttributeType.S);
      case NS -> readSet(node, AttributeType.N);
      case BS -> readSet(node, AttributeType.B);
    }
  }

  private void readText(int node) {
    cursor.readString();
    if (cursor.stringIsPlain()) {
      nodes[node + VALUE_START] = cursor.stringStart();
      nodes[node + VALUE_END] = cursor.stringEnd();
    } else {
      nodes[node + VALUE_START] = resolvedLength;
      resolve();
      nodes[node + VALUE_END] = resolvedLength;
      nodes[node + TYPE] |= VALUE_RESOLVED;
    }
  }

  private void readList(int list, int depth) {
    checkDepth(depth);
    cursor.beginArray();
    nodes[list + VALUE_START] = cursor.position() - 1;
    int previous = NONE;
    while (cursor.nextElement()) {
      int child = addNameless();
      append(list, previous, child);
      previous = child;
      readAttribute(child, depth);
    }
    nodes[list + VALUE_END] = cursor.position();
  }

  private void readSet(int set, AttributeType elements) {
    cursor.beginArray();
    nodes[set + VALUE_START] = cursor.position() - 1;
    int previous = NONE;
    while (cursor.nextElement()) {
      int child = addNameless();
      nodes[child + TYPE] = elements.ordinal();
      append(set, previous, child);
      previous = child;
      readText(child);
    }
    nodes[set + VALUE_END] = cursor.position();
  }

  private int addNameless() {
    int node = add();
    nodes[node + TYPE] = 0;
    nodes[node + NAME_START] = 0;
    nodes[node + NAME_END] = 0;
    return node;
  }

  private void checkDepth(int depth) {
    if (depth > MAXIMUM_DEPTH) {
      throw cursor.malformed("attributes nest deeper than " + MAXIMUM_DEPTH);
    }
  }

  private void resolve() {
    int start = cursor.stringStart();
    int end = cursor.stringEnd();
    if (resolved.length - resolvedLength < end - start) {
      resolved =
          Arrays.copyOf(resolved, Math.max(resolved.length * 2, resolvedLength + end - start));
    }
    resolvedLength = JsonStrings.decode(buffer, start, end, resolved, resolvedLength);
  }

  /** The item itself: a map. */
  public int root() {
    return 0;
  }

  /** A node's type; of an element of a set, the type that it would have by itself. */
  public AttributeType type(int node) {
    return AttributeType.at(nodes[node + TYPE] & TYPE_MASK);
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
