package dev.nightjar.dynamodb.gzip;

import java.util.Arrays;
import java.util.zip.ZipException;

/** The two prefix codes of a block: of literals and lengths, and of distances. */
final class BlockCodes {
  /** How many bits of the input the first table of literals and lengths is looked up with. */
  static final int LITERAL_BITS = 11;

  /** How many bits of the input the first table of distances is looked up with. */
  static final int DISTANCE_BITS = 9;

  // Powers of two, larger than the tables of any code of 15 bits can be together.
  private static final int LITERAL_ENTRIES = 4096;
  private static final int DISTANCE_ENTRIES = 1024;

  private static final int END_OF_BLOCK = 256;
  private static final int FIRST_LENGTH = 257;
  private static final int LENGTH_CODES = 29;
  private static final int LITERAL_SYMBOLS = 288;
  private static final int DISTANCE_CODES = 30;
  private static final int DISTANCE_SYMBOLS = 32;

  final DecodeTable literals = new DecodeTable(LITERAL_BITS, LITERAL_ENTRIES, literalSymbols());
  final DecodeTable distances = new DecodeTable(DISTANCE_BITS, DISTANCE_ENTRIES, distanceSymbols());

  /** The codes of all fixed blocks. */
  static BlockCodes fixed() {
    byte[] lengths = new byte[LITERAL_SYMBOLS];
    Arrays.fill(lengths, 0, 144, (byte) 8);
    Arrays.fill(lengths, 144, 256, (byte) 9);
    Arrays.fill(lengths, 256, 280, (byte) 7);
    Arrays.fill(lengths, 280, LITERAL_SYMBOLS, (byte) 8);
    byte[] distanceLengths = new byte[DISTANCE_SYMBOLS];
    Arrays.fill(distanceLengths, (byte) 5);
    BlockCodes fixed = new BlockCodes();
    try {
      fixed.literals.build(lengths, 0, LITERAL_SYMBOLS, false, "literals and lengths");
      fixed.distances.build(distanceLengths, 0, DISTANCE_SYMBOLS, false, "distances");
    } catch (ZipException neverForThese) {
      throw new IllegalStateException(neverForThese);
    }
    return fixed;
  }

  private static int[] literalSymbols() {
    int[] symbols = new int[LITERAL_SYMBOLS];
    Arrays.fill(symbols, DecodeTable.SPECIAL | DecodeTable.INVALID);
    Arrays.setAll(symbols, i -> i < END_OF_BLOCK ? DecodeTable.literal(i) : symbols[i]);
    symbols[END_OF_BLOCK] = DecodeTable.SPECIAL | DecodeTable.END;
    int length = 3;
    for (int code = 0; code < LENGTH_CODES - 1; code++) {
      int extraBits = Math.max(0, code / 4 - 1);
      symbols[FIRST_LENGTH + code] = DecodeTable.base(length, extraBits);
      length += 1 << extraBits;
    }
    // The longest length has a code of its own, though the one before it could say it, too.
    symbols[FIRST_LENGTH + LENGTH_CODES - 1] = DecodeTable.base(258, 0);
    return symbols;
  }

  private static int[] distanceSymbols() {
    int[] symbols = new int[DISTANCE_SYMBOLS];
    Arrays.fill(symbols, DecodeTable.SPECIAL | DecodeTable.INVALID);
    int distance = 1;
    for (int code = 0; code < DISTANCE_CODES; code++) {
      int extraBits = Math.max(0, code / 2 - 1);
      symbols[code] = DecodeTable.base(distance, extraBits);
      distance += 1 << extraBits;
    }
    return symbols;
  }
}
