package dev.nightjar.proving.flights;

import java.util.Arrays;

/** Item numbers with the number of the image that each has, in no order. */
final class Items {

  private int[] items = new int[16];
  private int[] images = new int[16];
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int item(int at) {
    return items[at];
  }

  int image(int at) {
    return images[at];
  }

  void set(int at, int image) {
    images[at] = image;
  }

  void add(int item, int image) {
    if (size == items.length) {
      items = Arrays.copyOf(items, size * 2);
      images = Arrays.copyOf(images, size * 2);
    }
    items[size] = item;
    images[size] = image;
    size++;
  }

  /** Removes one; the last takes its place. */
  void drop(int at) {
    size--;
    items[at] = items[size];
    images[at] = images[size];
  }
}
