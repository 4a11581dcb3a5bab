package dev.nightjar.dynamodb.gzip;

import java.io.IOException;
import java.util.zip.ZipException;

/** The blocks of one DEFLATE stream after another (RFC 1951). */
final class Deflated {
  private enum Block {
    NONE,
    STORED,
    CODED
  }

  private final BitInput input;
  private final CodeLengths codeLengths;
  private final SymbolDecoder decoder = new SymbolDecoder();
  private final BlockCodes dynamic = new BlockCodes();
  private final BlockCodes fixed = BlockCodes.fixed();

  private Block block = Block.NONE;
  private BlockCodes codes;
  private boolean last;
  private int stored;

  Deflated(BitInput input) {
    this.input = input;
    codeLengths = new CodeLengths(input);
  }

  /** Begins a stream. */
  void begin() {
    block = Block.NONE;
    last = false;
  }

  /** Whether its last block was read to the end. */
  boolean ended() {
    return last && block == Block.NONE;
  }

  /**
   * Inflates until the stream ends or the room is used up.
   *
   * @param at where to write
   * @param limit where to stop; {@link SymbolDecoder#ROOM} bytes after it may be written to
   * @param floor the first byte in {@code out} that a match may refer to
   * @return the end of what was written
   */
  int inflate(byte[] out, int at, int limit, int floor) throws IOException {
    int end = at;
    while (end < limit && !ended()) {
      switch (block) {
        case NONE -> nextBlock();
        case STORED -> end = copyStored(out, end, limit);
        default -> {
          end = decoder.decode(codes, input, out, end, limit, floor);
          if (decoder.blockEnded()) {
            block = Block.NONE;
          }
        }
      }
    }
    return end;
  }

  private void nextBlock() throws IOException {
    last = input.take(1) == 1;
    switch (input.take(2)) {
      case 0 -> {
        input.alignToByte();
        stored = input.take(16);
        if ((input.take(16) ^ 0xffff) != stored) {
          throw new ZipException("a stored block has two lengths");
        }
        input.alignToByte();
        block = stored == 0 ? Block.NONE : Block.STORED;
      }
      case 1 -> {
        codes = fixed;
        block = Block.CODED;
      }
      case 2 -> {
        codeLengths.read(dynamic.literals, dynamic.distances);
        dynamic.literals.pairLiterals();
        codes = dynamic;
        block = Block.CODED;
      }
      default -> throw new ZipException("a block is of a type that there is not");
    }
  }

  private int copyStored(byte[] out, int at, int limit) throws IOException {
    int copied = input.copy(out, at, Math.min(stored, limit - at));
    stored -= copied;
    if (stored == 0) {
      block = Block.NONE;
    }
    return at + copied;
  }
}
