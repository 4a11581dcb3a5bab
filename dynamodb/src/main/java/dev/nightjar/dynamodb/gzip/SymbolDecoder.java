package dev.nightjar.dynamodb.gzip;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.ZipException;

/**
 * Decodes the literals and matches of a block, the hot loop of inflating. It checks the room for
 * output and the input once a round, with a margin; errors only end the loop.
 */
final class SymbolDecoder {
  private static final VarHandle LONGS = BitInput.LONGS;
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LITERAL_MASK = (1 << BlockCodes.LITERAL_BITS) - 1;
  private static final int DISTANCE_MASK = (1 << BlockCodes.DISTANCE_BITS) - 1;
  private static final int SPECIAL = DecodeTable.SPECIAL;
  private static final int VALUE_SHIFT = DecodeTable.VALUE_SHIFT;
  private static final int CODE_SHIFT = DecodeTable.CODE_SHIFT;
  private static final int OFFSET_MASK = 0xfff;
  private static final int CODE_MASK = 0xf;
  // More than half of the matches in an export's text are this short.
  private static final int SHORT_MATCH = 24;

  /** More room than one round may write to: some literals, the longest match, and its last word. */
  static final int ROOM = 512;

  private enum Outcome {
    MORE,
    BLOCK_ENDED,
    INVALID_LITERAL,
    INVALID_DISTANCE,
    TOO_FAR_BACK
  }

  private Outcome outcome = Outcome.MORE;

  /** Whether the last call came to the end of its block. */
  boolean blockEnded() {
    return outcome == Outcome.BLOCK_ENDED;
  }

  /**
   * Decodes until the block ends, or the room for output or the input at hand is used up.
   *
   * @param at where in {@code out} to write
   * @param limit where to stop; may be overshot by less than {@link #ROOM} bytes
   * @param floor the first byte in {@code out} that a match may refer to
   * @return the end of what was written; bytes after it may have been overwritten with anything
   */
  int decode(BlockCodes codes, BitInput input, byte[] out, int at, int limit, int floor)
      throws IOException {
    int last = input.lastPosition();
    int[] literals = codes.literals.entries;
    int[] distances = codes.distances.entries;
    byte[] in = input.bytes;
    int position = input.position;
    long bits = input.bits;
    int count = input.count;
    int o = at;
    Outcome now = Outcome.MORE;
    // Of count only the lower six bits are looked at: whole entries are subtracted from it.
    bits |= (long) LONGS.get(in, position) << count;
    position += ~count >>> 3 & 7;
    count |= 56;
    int entry = literals[(int) bits & LITERAL_MASK];
    while (position <= last && o < limit) {
      bits |= (long) LONGS.get(in, position) << count;
      position += ~count >>> 3 & 7;
      count |= 56;
      if (entry < 0) {
        SHORTS.set(out, o, (short) (entry >>> 8));
        o += entry >>> 24 & 3;
        bits >>>= entry;
        count -= entry;
        entry = literals[(int) bits & LITERAL_MASK];
        if (entry < 0) {
          SHORTS.set(out, o, (short) (entry >>> 8));
          o += entry >>> 24 & 3;
          bits >>>= entry;
          count -= entry;
          entry = literals[(int) bits & LITERAL_MASK];
          if (entry < 0) {
            SHORTS.set(out, o, (short) (entry >>> 8));
            o += entry >>> 24 & 3;
            bits >>>= entry;
            count -= entry;
            entry = literals[(int) bits & LITERAL_MASK];
            continue;
          }
        }
      }
      if ((entry & SPECIAL) != 0) {
        if ((entry & (DecodeTable.END | DecodeTable.INVALID)) == 0) {
          bits >>>= entry;
          count -= entry;
          entry =
              literals[
                  (entry >>> VALUE_SHIFT & OFFSET_MASK)
                      + ((int) bits & (1 << (entry >>> CODE_SHIFT & CODE_MASK)) - 1)];
          if (entry < 0) {
            out[o++] = (byte) (entry >>> 8);
            bits >>>= entry;
            count -= entry;
            entry = literals[(int) bits & LITERAL_MASK];
            continue;
          }
        }
        if ((entry & SPECIAL) != 0) {
          bits >>>= entry;
          count -= entry;
          now = (entry & DecodeTable.END) != 0 ? Outcome.BLOCK_ENDED : Outcome.INVALID_LITERAL;
          break;
        }
      }
      int length =
          (entry >>> VALUE_SHIFT) + ((int) (bits & ~(-1L << entry)) >>> (entry >>> CODE_SHIFT));
      bits >>>= entry;
      count -= entry;
      bits |= (long) LONGS.get(in, position) << count;
      position += ~count >>> 3 & 7;
      count |= 56;
      entry = distances[(int) bits & DISTANCE_MASK];
      if ((entry & SPECIAL) != 0) {
        if ((entry & DecodeTable.INVALID) == 0) {
          bits >>>= entry;
          count -= entry;
          entry =
              distances[
                  (entry >>> VALUE_SHIFT & OFFSET_MASK)
                      + ((int) bits & (1 << (entry >>> CODE_SHIFT & CODE_MASK)) - 1)];
        }
        if ((entry & SPECIAL) != 0) {
          now = Outcome.INVALID_DISTANCE;
          break;
        }
      }
      int distance =
          (entry >>> VALUE_SHIFT) + ((int) (bits & ~(-1L << entry)) >>> (entry >>> CODE_SHIFT));
      bits >>>= entry;
      count -= entry;
      // Looked up before the match is copied: the one does not wait for the other.
      entry = literals[(int) bits & LITERAL_MASK];
      if (distance > o - floor) {
        now = Outcome.TOO_FAR_BACK;
        break;
      }
      if (distance >= length) {
        copy(out, o - distance, o, length);
      } else {
        repeat(out, distance, o, length);
      }
      o += length;
    }
    input.position = position;
    input.bits = bits;
    input.count = count & Long.SIZE - 1;
    outcome = now;
    if (now != Outcome.MORE) {
      checkOutcome(input);
    }
    return o;
  }

  private static void copy(byte[] out, int from, int to, int length) {
    if (length <= SHORT_MATCH) {
      LONGS.set(out, to, (long) LONGS.get(out, from));
      LONGS.set(out, to + 8, (long) LONGS.get(out, from + 8));
      LONGS.set(out, to + 16, (long) LONGS.get(out, from + 16));
    } else {
      System.arraycopy(out, from, out, to, length);
    }
  }

  /** Copies a match that is longer than its distance: its end is a copy of its beginning. */
  private static void repeat(byte[] out, int distance, int at, int length) {
    int to = at;
    int back = distance;
    if (distance < Long.BYTES) {
      for (int i = 0; i < Long.BYTES; i++, to++) {
        out[to] = out[to - distance];
      }
      // From here on the same bytes are found a multiple of the distance further back.
      back = distance * ((Long.BYTES + distance - 1) / distance);
    }
    for (; to < at + length; to += Long.BYTES) {
      LONGS.set(out, to, (long) LONGS.get(out, to - back));
    }
  }

  private void checkOutcome(BitInput input) throws IOException {
    input.checkNotPastEnd();
    switch (outcome) {
      case INVALID_LITERAL -> throw new ZipException("a block has an invalid code of a literal");
      case INVALID_DISTANCE -> throw new ZipException("a block has an invalid code of a distance");
      case TOO_FAR_BACK -> throw new ZipException("a distance goes back before the first byte");
      default -> {}
    }
  }
}
