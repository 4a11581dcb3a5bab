package dev.nightjar.dynamodb.item;

import java.util.Arrays;

/**
 * The members of a set in the order in which {@link PlainJson} writes them. Reusable, for one
 * thread at a time.
 */
public final class SetOrder {
  private final NodeOrder order = new NodeOrder();
  private int[] members = new int[16];
  private int count;

  /**
   * Orders the members of a set.
   *
   * @param set a node of type SS, NS or BS
   * @return how many there are
   */
  public int sort(AttributeReader item, int set) {
    NodeOrder.Key key = keyOf(item.type(set));
    count = 0;
    if (members.length < item.childCount(set)) {
      members = Arrays.copyOf(members, Math.max(item.childCount(set), members.length * 2));
    }
    for (int child = item.firstChild(set);
        child != AttributeReader.NONE;
        child = item.nextSibling(child)) {
      members[count++] = child;
    }
    order.sort(item, key, members, 0, count);
    return count;
  }

  static NodeOrder.Key keyOf(AttributeType set) {
    return switch (set) {
      case SS -> NodeOrder.Key.TEXT;
      case NS -> NodeOrder.Key.NUMBER;
      case BS -> NodeOrder.Key.BINARY;
      default -> throw new IllegalArgumentException(set + " is no set");
    };
  }

  /**
   * The node of a member by its place in the order, from 0; good as long as the reader's item is.
   */
  public int node(int index) {
    if (index < 0 || index >= count) {
      throw new IndexOutOfBoundsException(index + " of " + count);
    }
    return members[index];
  }
}
