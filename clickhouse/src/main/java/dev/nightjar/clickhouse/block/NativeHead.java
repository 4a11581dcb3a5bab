package dev.nightjar.clickhouse.block;

/**
 * What a block in the format Native begins with.
 *
 * @param columns how many columns it has
 * @param rows how many rows
 * @param length bytes that say so
 */
record NativeHead(long columns, long rows, int length) {

  /**
   * Reads the head of the first block.
   *
   * @param bytes blocks one after the other; an empty array is a result without rows
   */
  static NativeHead of(byte[] bytes) {
    if (bytes.length == 0) {
      return new NativeHead(0, 0, 0);
    }
    long[] numbers = new long[2];
    int at = 0;
    for (int i = 0; i < numbers.length; i++) {
      int shift = 0;
      byte next;
      do {
        if (at == bytes.length || shift > 56) {
          throw new IllegalArgumentException("no block of the format Native");
        }
        next = bytes[at++];
        numbers[i] |= (next & 0x7FL) << shift;
        shift += 7;
      } while (next < 0);
    }
    return new NativeHead(numbers[0], numbers[1], at);
  }
}
