package dev.nightjar.dynamodb.gzip;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.ZipException;

/** The codes that a block brings along, or those of a fixed block (RFC 1951, section 3.2.6, 7). */
final class CodeLengths {
  private static final int MOST_LENGTHS = 286;
  private static final int MOST_DISTANCES = 30;
  private static final int END_OF_BLOCK = 256;
  private static final int COPY_PREVIOUS = 16;
  private static final int ZEROS = 17;
  private static final byte[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  private static final int LENGTH_CODE_BITS = 7;

  private final BitInput input;
  private final byte[] lengths = new byte[MOST_LENGTHS + MOST_DISTANCES];
  private final byte[] codes = new byte[ORDER.length];
  private final DecodeTable lengthCode =
      new DecodeTable(LENGTH_CODE_BITS, 1 << LENGTH_CODE_BITS, numbers(ORDER.length));

  CodeLengths(BitInput input) {
    this.input = input;
  }

  private static int[] numbers(int count) {
    int[] numbers = new int[count];
    Arrays.setAll(numbers, number -> DecodeTable.base(number, 0));
    return numbers;
  }

  /** Reads what a block says of its codes, and builds their tables. */
  void read(DecodeTable literals, DecodeTable distances) throws IOException {
    int literalCount = input.take(5) + 257;
    int distanceCount = input.take(5) + 1;
    int codeCount = input.take(4) + 4;
    if (literalCount > MOST_LENGTHS || distanceCount > MOST_DISTANCES) {
      throw new ZipException("a block has too many codes");
    }
    Arrays.fill(codes, (byte) 0);
    for (int i = 0; i < codeCount; i++) {
      codes[ORDER[i]] = (byte) input.take(3);
    }
    lengthCode.build(codes, 0, codes.length, false, "codes of code lengths");
    readLengths(literalCount + distanceCount);
    if (lengths[END_OF_BLOCK] == 0) {
      throw new ZipException("a block has no code for its end");
    }
    literals.build(lengths, 0, literalCount, false, "codes of literals and lengths");
    distances.build(lengths, literalCount, distanceCount, true, "codes of distances");
  }

  private void readLengths(int count) throws IOException {
    int done = 0;
    while (done < count) {
      int symbol = symbol();
      if (symbol < COPY_PREVIOUS) {
        lengths[done++] = (byte) symbol;
        continue;
      }
      if (symbol == COPY_PREVIOUS && done == 0) {
        throw new ZipException("a block repeats a code length before the first");
      }
      byte repeated = symbol == COPY_PREVIOUS ? lengths[done - 1] : 0;
      int times = times(symbol);
      if (times > count - done) {
        throw new ZipException("a block repeats a code length past the last");
      }
      Arrays.fill(lengths, done, done + times, repeated);
      done += times;
    }
  }

  private int symbol() throws IOException {
    int entry = lengthCode.entries[(int) input.peek() & (1 << LENGTH_CODE_BITS) - 1];
    input.drop(entry & Long.SIZE - 1);
    input.checkNotPastEnd();
    return entry >>> DecodeTable.VALUE_SHIFT;
  }

  private int times(int symbol) throws IOException {
    return switch (symbol) {
      case COPY_PREVIOUS -> 3 + input.take(2);
      case ZEROS -> 3 + input.take(3);
      default -> 11 + input.take(7);
    };
  }
}
