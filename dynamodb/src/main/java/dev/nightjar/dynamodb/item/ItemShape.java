package dev.nightjar.dynamodb.item;

import dev.nightjar.dynamodb.json.JsonCursor;
import java.util.Arrays;

/**
 * The names of the last item's attributes, in their order. Most items of a table have the same
 * names in the same order: then they are compared, not parsed, and what was found out about their
 * places and their order still holds. For one thread at a time.
 */
final class ItemShape {
  /** Beyond that much of names it does not pay. */
  private static final int LONGEST = 16 * 1024;

  // Each name between quotes and with its colon, as it stands in an item without white space.
  private byte[] quoted = new byte[128];
  private int[] ends = new int[8];
  private int[] nodes = new int[8];
  private int count;
  private int ordinal;
  private boolean same;
  private boolean complete = true;
  private long serial = 1;

  /** Before an item's first member. */
  void begin() {
    ordinal = 0;
    same = true;
    if (!complete) {
      serial++;
      complete = true;
    }
  }

  /** As {@link JsonCursor#nextMember}. */
  boolean nextMember(JsonCursor cursor, byte[] buffer) {
    if (same && ordinal < count && cursor.tryNextMember(quoted, start(ordinal), ends[ordinal])) {
      return true;
    }
    boolean more = cursor.nextMember();
    if (same && (more || ordinal < count)) {
      same = false;
      count = ordinal;
      serial++;
    }
    if (more) {
      learn(cursor, buffer);
    }
    return more;
  }

  private int start(int name) {
    return name == 0 ? 0 : ends[name - 1];
  }

  private void learn(JsonCursor cursor, byte[] buffer) {
    if (!complete || !cursor.stringIsPlain()) {
      complete = false;
      return;
    }
    int length = cursor.stringEnd() - cursor.stringStart();
    int start = start(ordinal);
    int end = start + length + 3;
    if (end > LONGEST) {
      complete = false;
      return;
    }
    if (end > quoted.length) {
      quoted = Arrays.copyOf(quoted, Math.max(end, quoted.length * 2));
    }
    if (ordinal == ends.length) {
      ends = Arrays.copyOf(ends, ordinal * 2);
    }
    quoted[start] = '"';
    System.arraycopy(buffer, cursor.stringStart(), quoted, start + 1, length);
    quoted[end - 2] = '"';
    quoted[end - 1] = ':';
    ends[ordinal] = end;
    count = ordinal + 1;
  }

  /** Notes the node of the member that {@link #nextMember} went to. */
  void placed(int node) {
    if (ordinal == nodes.length) {
      nodes = Arrays.copyOf(nodes, ordinal * 2);
    }
    nodes[ordinal++] = node;
  }

  /** The node of an attribute by its place in the item, from 0. */
  int node(int place) {
    return nodes[place];
  }

  /** Another number, from 1, for an item of other names or another order than the one before. */
  long serial() {
    return serial;
  }
}
