package dev.nightjar.dynamodb.item;

import dev.nightjar.dynamodb.json.JsonCursor;
import java.util.Arrays;

/**
 * The names of the last map's members at one place in items, in their order, and the types of their
 * values. Most items of a table have the same names in the same order, and so have the maps in
 * them: then they are compared, not parsed, and what was found out about their places and their
 * order still holds. For one thread at a time.
 */
final class MapShape {
  /** What {@link #next} went to has a type that is still to be read. */
  static final int UNTYPED = -1;

  /** There is no further member. */
  static final int END = -2;

  /** Beyond that much of names it does not pay. */
  private static final int LONGEST = 16 * 1024;

  private static final int NOT_ORDERED = -1;

  private final int index;
  // Each name between quotes and with its colon, as it stands in an item without white space, and
  // behind it, in room that any type has, the opening of its value.
  private byte[] openings = new byte[128];
  private int[] nameEnds = new int[8];
  private int[] openingEnds = new int[8];
  private int[] types = new int[8];
  private int[] nodes = new int[8];
  private MapShape[] inner = new MapShape[8];
  private int[] order = new int[8];
  private int ordered = NOT_ORDERED;
  private int count;
  private int ordinal;
  private boolean same;
  private boolean complete = true;
  private long serial = 1;

  /**
   * A shape that nothing is known of.
   *
   * @param index its number among the shapes of its reader
   */
  MapShape(int index) {
    this.index = index;
  }

  int index() {
    return index;
  }

  /** Before a map's first member. */
  void begin() {
    ordinal = 0;
    same = true;
    if (!complete) {
      changed();
      complete = true;
    }
  }

  private void changed() {
    serial++;
    ordered = NOT_ORDERED;
  }

  /**
   * As {@link JsonCursor#nextMember}.
   *
   * @return the number of the value's type, if it is the same as the last time and its {@link
   *     AttributeType#opening} has been taken, too; else {@link #UNTYPED} or {@link #END}
   */
  int next(JsonCursor cursor, byte[] buffer) {
    if (same && ordinal < count) {
      int start = nameStart(ordinal);
      int nameEnd = nameEnds[ordinal];
      if (cursor.tryNextMember(openings, start, nameEnd, openingEnds[ordinal])) {
        return types[ordinal];
      }
      if (cursor.tryNextMember(openings, start, nameEnd, nameEnd)) {
        return UNTYPED;
      }
    }
    boolean more = cursor.nextMember();
    if (same && (more || ordinal < count)) {
      same = false;
      count = ordinal;
      changed();
    }
    if (!more) {
      return END;
    }
    learn(cursor, buffer);
    return UNTYPED;
  }

  private void learn(JsonCursor cursor, byte[] buffer) {
    if (!complete || !cursor.stringIsPlain()) {
      complete = false;
      return;
    }
    int length = cursor.stringEnd() - cursor.stringStart();
    int start = nameStart(ordinal);
    int end = start + length + 3;
    int room = end + AttributeType.LONGEST_OPENING;
    if (room > LONGEST) {
      complete = false;
      return;
    }
    if (room > openings.length) {
      openings = Arrays.copyOf(openings, Math.max(room, openings.length * 2));
    }
    if (ordinal == nameEnds.length) {
      nameEnds = Arrays.copyOf(nameEnds, ordinal * 2);
      openingEnds = Arrays.copyOf(openingEnds, ordinal * 2);
      types = Arrays.copyOf(types, ordinal * 2);
    }
    openings[start] = '"';
    System.arraycopy(buffer, cursor.stringStart(), openings, start + 1, length);
    openings[end - 2] = '"';
    openings[end - 1] = ':';
    nameEnds[ordinal] = end;
    openingEnds[ordinal] = end;
    types[ordinal] = UNTYPED;
    count = ordinal + 1;
  }

  /**
   * Notes the node of the member that {@link #next} went to.
   *
   * @return its place in the map, from 0
   */
  int placed(int node) {
    if (ordinal == nodes.length) {
      nodes = Arrays.copyOf(nodes, ordinal * 2);
    }
    nodes[ordinal] = node;
    return ordinal++;
  }

  /** Notes the type of a member that was {@link #UNTYPED}. */
  void typed(int place, int type) {
    if (place < count && types[place] != type) {
      byte[] opening = AttributeType.at(type).opening();
      int nameEnd = nameEnds[place];
      System.arraycopy(opening, 0, openings, nameEnd, opening.length);
      openingEnds[place] = nameEnd + opening.length;
      types[place] = type;
    }
  }

  /** The shape of the maps in the member at a place, or null where none was made yet. */
  MapShape inner(int place) {
    return place < inner.length ? inner[place] : null;
  }

  void inner(int place, MapShape shape) {
    if (place >= inner.length) {
      inner = Arrays.copyOf(inner, Math.max(place + 1, inner.length * 2));
    }
    inner[place] = shape;
  }

  /** The node of a member of the last map by its place, from 0. */
  int node(int place) {
    return nodes[place];
  }

  /** Another number, from 1, for a map of other names or another order than the one before. */
  long serial() {
    return serial;
  }

  /** The same of the map that was just read, or 0 if it did not look like the one before. */
  long knownSerial() {
    return same && complete ? serial : 0;
  }

  /** Holds each name between quotes and with its colon. */
  byte[] names() {
    return openings;
  }

  int nameStart(int place) {
    return place == 0 ? 0 : nameEnds[place - 1] + AttributeType.LONGEST_OPENING;
  }

  int nameEnd(int place) {
    return nameEnds[place];
  }

  boolean isOrdered() {
    return ordered != NOT_ORDERED;
  }

  /** Remembers in which order a map's members are written: their nodes {@code [start, end)}. */
  void order(AttributeNodes item, int[] members, int start, int end) {
    if (order.length < end - start) {
      order = new int[end - start];
    }
    ordered = end - start;
    for (int i = 0; i < ordered; i++) {
      order[i] = item.ordinal(members[start + i]);
    }
  }

  /** How many members are written. */
  int orderedCount() {
    return ordered;
  }

  /** The place in the map of the member that is written as the i-th, from 0. */
  int ordered(int i) {
    return order[i];
  }
}
