package dev.nightjar.dynamodb.gzip;

import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * A prefix code of DEFLATE (RFC 1951, section 3.2.2) as a table that is looked up with the next
 * bits of the input. What an entry says is laid out so that no second load is needed:
 *
 * <ul>
 *   <li>bits 0 to 5: how many bits to drop, those of the code and its extra bits together
 *   <li>a literal, or two in a row: negative; bits 8 to 23 the bytes, bits 24 and 25 how many
 *   <li>a length or a distance: bits 6 to 9 how many bits the code itself has, from bit 11 the base
 *   <li>{@link #SPECIAL} with {@link #END} or {@link #INVALID}: the end of the block, no code
 *   <li>{@link #SPECIAL} alone: the code is longer; bits 6 to 9 how many more bits to look up with,
 *       from bit 11 where that table begins
 * </ul>
 */
final class DecodeTable {
  static final int LITERALS = 1 << 31;
  static final int SPECIAL = 1 << 30;
  static final int END = 1 << 29;
  static final int INVALID = 1 << 28;

  /** Where the base of a length or distance begins, and the place of a table. */
  static final int VALUE_SHIFT = 11;

  /** Where the length of a code begins, and the bits of a further table. */
  static final int CODE_SHIFT = 6;

  private static final int LITERAL_SHIFT = 8;
  private static final int LITERAL_COUNT_SHIFT = 24;
  private static final int LONGEST_CODE = 15;

  final int[] entries;
  private final int bits;
  private final int[] symbols;
  private final int[] counts = new int[LONGEST_CODE + 1];
  private final int[] sorted;

  /**
   * A table that holds no code yet.
   *
   * @param bits to look up with at first
   * @param size of all tables together
   * @param symbols what to say of each symbol, without the bits of its code
   */
  DecodeTable(int bits, int size, int[] symbols) {
    this.bits = bits;
    this.symbols = symbols;
    entries = new int[size];
    sorted = new int[symbols.length];
  }

  /** The entry of a literal. */
  static int literal(int value) {
    return LITERALS | 1 << LITERAL_COUNT_SHIFT | value << LITERAL_SHIFT;
  }

  /** The entry of a length or a distance. */
  static int base(int value, int extraBits) {
    return value << VALUE_SHIFT | extraBits;
  }

  /**
   * Takes in a code. As in zlib it must be complete, but for one of a single code of one bit.
   *
   * @param lengths of the codes of the symbols; 0: it has none
   * @param noneIsFine whether there may be no code at all
   */
  void build(byte[] lengths, int from, int symbolCount, boolean noneIsFine, String name)
      throws ZipException {
    count(lengths, from, symbolCount);
    check(noneIsFine, name);
    sort(lengths, from, symbolCount);
    fill();
  }

  private void count(byte[] lengths, int from, int symbolCount) {
    Arrays.fill(counts, 0);
    for (int i = from; i < from + symbolCount; i++) {
      counts[lengths[i]]++;
    }
    counts[0] = 0;
  }

  private void check(boolean noneIsFine, String name) throws ZipException {
    int left = 1;
    int longest = 0;
    for (int length = 1; length <= LONGEST_CODE; length++) {
      left = (left << 1) - counts[length];
      if (left < 0) {
        throw new ZipException("a block has more " + name + " than fit");
      }
      if (counts[length] > 0) {
        longest = length;
      }
    }
    boolean single = longest == 1 || longest == 0 && noneIsFine;
    if (left > 0 && !single) {
      throw new ZipException("a block has an incomplete set of " + name);
    }
  }

  private void sort(byte[] lengths, int from, int symbolCount) {
    int[] places = new int[LONGEST_CODE + 2];
    for (int length = 1; length <= LONGEST_CODE; length++) {
      places[length + 1] = places[length] + counts[length];
    }
    for (int symbol = 0; symbol < symbolCount; symbol++) {
      int length = lengths[from + symbol];
      if (length > 0) {
        sorted[places[length]++] = symbol;
      }
    }
  }

  private void fill() {
    entries[0] = SPECIAL | INVALID;
    int code = 0;
    int next = 0;
    for (int length = 1; length <= bits; length++) {
      int half = 1 << (length - 1);
      System.arraycopy(entries, 0, entries, half, half);
      code <<= 1;
      for (int i = 0; i < counts[length]; i++) {
        entries[reversed(code++, length)] = entry(sorted[next++], length);
      }
    }
    fillFurther(code, next);
  }

  /** Codes of more bits than the first table is looked up with. */
  private void fillFurther(int firstCode, int firstSymbol) {
    int code = firstCode;
    int next = firstSymbol;
    int place = 1 << bits;
    int prefix = -1;
    int tableBits = 0;
    int table = place;
    for (int length = bits + 1; length <= LONGEST_CODE; length++) {
      code <<= 1;
      for (int left = counts[length]; left > 0; left--) {
        int reversed = reversed(code++, length);
        if ((reversed & (1 << bits) - 1) != prefix) {
          prefix = reversed & (1 << bits) - 1;
          tableBits = furtherBits(length, left);
          table = place;
          place += 1 << tableBits;
          entries[prefix] = SPECIAL | table << VALUE_SHIFT | tableBits << CODE_SHIFT | bits;
        }
        int entry = entry(sorted[next++], length - bits);
        for (int at = reversed >>> bits; at < 1 << tableBits; at += 1 << (length - bits)) {
          entries[table + at] = entry;
        }
      }
    }
  }

  /** The bits of the longest code that begins as this one. */
  private int furtherBits(int length, int left) {
    int longest = length;
    int used = left;
    while (used < 1 << (longest - bits)) {
      longest++;
      used = (used << 1) + counts[longest];
    }
    return longest - bits;
  }

  private int entry(int symbol, int codeBits) {
    int entry = symbols[symbol] + codeBits;
    return entry < 0 ? entry : entry | codeBits << CODE_SHIFT;
  }

  /** Lets entries say two literals where both codes fit into the bits of the first table. */
  void pairLiterals() {
    // Downwards, for an entry's second literal is found below it, not yet paired.
    for (int at = (1 << bits) - 1; at >= 0; at--) {
      int first = entries[at];
      int second = entries[at >>> first & (1 << bits) - 1];
      int both = (first & Long.SIZE - 1) + (second & Long.SIZE - 1);
      if ((first & second) < 0 && both <= bits) {
        int literals = (first >>> LITERAL_SHIFT & 0xff) | (second >>> LITERAL_SHIFT & 0xff) << 8;
        entries[at] = LITERALS | 2 << LITERAL_COUNT_SHIFT | literals << LITERAL_SHIFT | both;
      }
    }
  }

  private static int reversed(int code, int length) {
    return Integer.reverse(code) >>> (Integer.SIZE - length);
  }
}
