package dev.nightjar.dynamodb.item;

import java.util.Arrays;

/**
 * The members of a map in the order in which {@link PlainJson} writes them: by code point of their
 * names; of two with one name the last alone. Reusable, for one thread at a time.
 */
public final class MemberOrder {
  private final NodeOrder order = new NodeOrder();
  private int[] members = new int[16];
  private int count;

  /**
   * Orders the members of a map.
   *
   * @param map a node of type M
   * @return how many there are
   */
  public int sort(AttributeReader item, int map) {
    count = 0;
    if (members.length < item.childCount(map)) {
      members = Arrays.copyOf(members, Math.max(item.childCount(map), members.length * 2));
    }
    for (int child = item.firstChild(map);
        child != AttributeReader.NONE;
        child = item.nextSibling(child)) {
      members[count++] = child;
    }
    if (order.sort(item, NodeOrder.Key.NAME, members, 0, count)) {
      dropOverridden(item);
    }
    return count;
  }

  private void dropOverridden(AttributeReader item) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (i + 1 == count || !item.sameName(members[i], members[i + 1])) {
        members[kept++] = members[i];
      }
    }
    count = kept;
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
