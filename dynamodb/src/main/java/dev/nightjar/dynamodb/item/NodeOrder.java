package dev.nightjar.dynamodb.item;

import java.util.Arrays;

/** Puts nodes into the order in which plain JSON writes them. For one thread at a time. */
final class NodeOrder {
  private static final int FEW = 24;
  private static final int[] BASE64 = base64Values();

  /** By what to order. */
  enum Key {
    NAME,
    TEXT,
    NUMBER,
    BINARY
  }

  private AttributeReader item;
  private Key key = Key.NAME;
  private boolean equalsSeen;
  private int[] merged = new int[64];

  /**
   * Sorts {@code nodes[start, end)}; equal ones stay as they are among each other.
   *
   * @return whether two of them were found to be equal
   */
  boolean sort(AttributeReader reader, Key by, int[] nodes, int start, int end) {
    item = reader;
    key = by;
    equalsSeen = false;
    if (!isSorted(nodes, start, end)) {
      if (end - start <= FEW) {
        insertionSort(nodes, start, end);
      } else {
        mergeSort(nodes, start, end);
      }
    }
    return equalsSeen;
  }

  private boolean isSorted(int[] nodes, int start, int end) {
    for (int i = start + 1; i < end; i++) {
      if (compare(nodes[i - 1], nodes[i]) > 0) {
        return false;
      }
    }
    return true;
  }

  private void insertionSort(int[] nodes, int start, int end) {
    for (int i = start + 1; i < end; i++) {
      int node = nodes[i];
      int at = i;
      while (at > start && compare(nodes[at - 1], node) > 0) {
        nodes[at] = nodes[at - 1];
        at--;
      }
      nodes[at] = node;
    }
  }

  private void mergeSort(int[] nodes, int start, int end) {
    int count = end - start;
    if (merged.length < count) {
      merged = new int[Math.max(count, merged.length * 2)];
    }
    for (int width = 1; width < count; width *= 2) {
      for (int left = start; left < end; left += 2 * width) {
        merge(nodes, left, Math.min(left + width, end), Math.min(left + 2 * width, end));
      }
    }
  }

  private void merge(int[] nodes, int left, int middle, int right) {
    if (middle >= right || compare(nodes[middle - 1], nodes[middle]) <= 0) {
      return;
    }
    System.arraycopy(nodes, left, merged, 0, middle - left);
    int i = 0;
    int leftCount = middle - left;
    int j = middle;
    int to = left;
    while (i < leftCount && j < right) {
      nodes[to++] = compare(merged[i], nodes[j]) <= 0 ? merged[i++] : nodes[j++];
    }
    System.arraycopy(merged, i, nodes, to, leftCount - i);
  }

  private int compare(int a, int b) {
    int order =
        switch (key) {
          case NAME ->
              Arrays.compareUnsigned(
                  item.nameBuffer(a),
                  item.nameStart(a),
                  item.nameEnd(a),
                  item.nameBuffer(b),
                  item.nameStart(b),
                  item.nameEnd(b));
          case TEXT -> compareText(a, b);
          case NUMBER -> {
            int byValue =
                DecimalOrder.compare(
                    item.valueBuffer(a),
                    item.valueStart(a),
                    item.valueEnd(a),
                    item.valueBuffer(b),
                    item.valueStart(b),
                    item.valueEnd(b));
            yield byValue != 0 ? byValue : compareText(a, b);
          }
          case BINARY -> {
            int byBytes = compareBase64(a, b);
            yield byBytes != 0 ? byBytes : compareText(a, b);
          }
        };
    if (order == 0) {
      equalsSeen = true;
    }
    return order;
  }

  private int compareText(int a, int b) {
    return Arrays.compareUnsigned(
        item.valueBuffer(a),
        item.valueStart(a),
        item.valueEnd(a),
        item.valueBuffer(b),
        item.valueStart(b),
        item.valueEnd(b));
  }

  // Groups of six bits, compared one after another, order as the bytes that they make up do.
  private int compareBase64(int a, int b) {
    byte[] left = item.valueBuffer(a);
    byte[] right = item.valueBuffer(b);
    int i = item.valueStart(a);
    int j = item.valueStart(b);
    int iEnd = unpaddedEnd(left, i, item.valueEnd(a));
    int jEnd = unpaddedEnd(right, j, item.valueEnd(b));
    while (i < iEnd && j < jEnd) {
      int difference = BASE64[left[i++] & 0xFF] - BASE64[right[j++] & 0xFF];
      if (difference != 0) {
        return difference;
      }
    }
    return Integer.compare(iEnd - i, jEnd - j);
  }

  private static int unpaddedEnd(byte[] text, int start, int end) {
    int at = end;
    while (at > start && text[at - 1] == '=') {
      at--;
    }
    return at;
  }

  private static int[] base64Values() {
    int[] values = new int[256];
    Arrays.fill(values, 64);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      values[alphabet.charAt(i)] = i;
    }
    return values;
  }
}
