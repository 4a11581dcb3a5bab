package dev.nightjar.dynamodb.item;

import java.util.Arrays;

/**
 * What items have in common that are the same bytes but for the texts, numbers, binaries and
 * booleans in them: all of an {@link AttributeReader}'s nodes but where their values are.
 */
final class ItemLayout {
  private final int index;
  private final int[] nodes;
  private final byte[] names;
  private JsonTemplate json;

  private ItemLayout(int index, int[] nodes, byte[] names) {
    this.index = index;
    this.nodes = nodes;
    this.names = names;
  }

  /**
   * The layout of an item that has been parsed, whose names are plain.
   *
   * @param index its number among those of its reader
   */
  static ItemLayout of(int index, AttributeNodes item, int start, int end) {
    int[] nodes = Arrays.copyOf(item.nodes, item.used());
    for (int node = 0; node < nodes.length; node += AttributeNodes.SLOTS) {
      // The item itself has no name, nor have elements.
      boolean named = node > 0 && nodes[node + AttributeNodes.NAME_END] > 0;
      nodes[node + AttributeNodes.NAME_START] -=
          named ? start : nodes[node + AttributeNodes.NAME_START];
      nodes[node + AttributeNodes.NAME_END] -=
          named ? start : nodes[node + AttributeNodes.NAME_END];
    }
    return new ItemLayout(index, nodes, Arrays.copyOfRange(item.buffer, start, end));
  }

  /** About how much memory it takes. */
  int bytes() {
    return nodes.length * Integer.BYTES + 2 * names.length;
  }

  int index() {
    return index;
  }

  int[] nodes() {
    return nodes;
  }

  byte[] names() {
    return names;
  }

  /** How such items are written; made when it is first asked for, of an item of this layout. */
  JsonTemplate json(AttributeReader item) {
    if (json == null) {
      json = JsonTemplate.of(item);
    }
    return json;
  }
}
