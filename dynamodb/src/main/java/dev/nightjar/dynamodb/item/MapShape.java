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
  /** The type is still to be read. */
  static final int UNTYPED = -1;

  // What of a literal may have been taken already: nothing; the brace that ends the member before;
  // that and the comma, for there is no member before.
  static final int NOTHING_TAKEN = 0;
  static final int BRACE_TAKEN = 1;
  static final int SEPARATOR_TAKEN = 2;

  /** Bytes of a literal before its name: a brace, a comma and a quote. */
  static final int BEFORE_NAME = 3;

  /** Bytes between the name and the value's opening: a quote and a colon. */
  static final int BEHIND_NAME = 2;

  /** Beyond that much of names it does not pay. */
  private static final int LONGEST = 16 * 1024;

  private static final int NOT_ORDERED = -1;

  // A place is so many numbers: where its literal begins, where the name in it ends, where the
  // literal ends, and the type of the value.
  private static final int SLOTS = 4;
  private static final int NAME_END = 1;
  private static final int LITERAL_END = 2;
  private static final int TYPE = 3;

  private final int index;
  // For each place what stands before its value in a map without white space: the end of the
  // member before, the name between quotes and its colon, and in room that any type has, the
  // opening of the value: },"name":{"S":"
  private byte[] literals = new byte[256];
  private int[] places = new int[8 * SLOTS];
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

  /** Whether the map has looked like the last one so far, and that one had another member. */
  boolean expectsMore() {
    return same && ordinal < count;
  }

  /** The place of the next member, from 0. */
  int ordinal() {
    return ordinal;
  }

  /** Holds the literals. */
  byte[] literals() {
    return literals;
  }

  /**
   * Goes to the next member of a map that does not look like the last one, or at its end.
   *
   * @return whether there is one; its value is next
   */
  boolean learnNext(JsonCursor cursor, byte[] buffer) {
    boolean more = cursor.nextMember();
    if (same && (more || ordinal < count)) {
      same = false;
      count = ordinal;
      changed();
    }
    if (more) {
      learn(cursor, buffer);
    }
    return more;
  }

  private void learn(JsonCursor cursor, byte[] buffer) {
    if (!complete || !cursor.stringIsPlain()) {
      complete = false;
      return;
    }
    int length = cursor.stringEnd() - cursor.stringStart();
    int start =
        ordinal == 0 ? 0 : places[(ordinal - 1) * SLOTS + NAME_END] + AttributeType.LONGEST_OPENING;
    int name = start + BEFORE_NAME;
    int end = name + length + BEHIND_NAME;
    int room = end + AttributeType.LONGEST_OPENING;
    if (room > LONGEST) {
      complete = false;
      return;
    }
    if (room > literals.length) {
      literals = Arrays.copyOf(literals, Math.max(room, literals.length * 2));
    }
    int slot = ordinal * SLOTS;
    if (slot == places.length) {
      places = Arrays.copyOf(places, slot * 2);
    }
    literals[start] = '}';
    literals[start + 1] = ',';
    literals[start + 2] = '"';
    System.arraycopy(buffer, cursor.stringStart(), literals, name, length);
    literals[end - 2] = '"';
    literals[end - 1] = ':';
    places[slot] = start;
    places[slot + NAME_END] = end;
    places[slot + LITERAL_END] = end;
    places[slot + TYPE] = UNTYPED;
    count = ordinal + 1;
  }

  /**
   * Notes the node of the next member.
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

  /** Notes the type of a member that was {@link #UNTYPED}, or that has another one now. */
  void typed(int place, int type) {
    int slot = place * SLOTS;
    if (place < count && places[slot + TYPE] != type) {
      byte[] opening = AttributeType.at(type).opening();
      int nameEnd = places[slot + NAME_END];
      System.arraycopy(opening, 0, literals, nameEnd, opening.length);
      places[slot + LITERAL_END] = nameEnd + opening.length;
      places[slot + TYPE] = type;
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

  /** Where in {@link #literals} a place's name begins; before it are a comma and a quote. */
  int nameStart(int place) {
    return places[place * SLOTS] + BEFORE_NAME;
  }

  /** Where it ends, with the quote and the colon behind it. */
  int nameEnd(int place) {
    return places[place * SLOTS + NAME_END];
  }

  /** Where the literal of a place begins. */
  int literalStart(int place) {
    return places[place * SLOTS];
  }

  /** The number of the type of a place's value, or {@link #UNTYPED}. */
  int type(int place) {
    return places[place * SLOTS + TYPE];
  }

  /** Where the literal of a place ends, if its value's type is known; else where the name does. */
  int literalEnd(int place) {
    return places[place * SLOTS + LITERAL_END];
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
