package dev.nightjar.mirror.healing;

/**
 * Ordinals of the list, both of them included.
 *
 * @param first from 1
 * @param last not before the first
 */
record StagedRange(long first, long last) {
  long size() {
    return last - first + 1;
  }
}
