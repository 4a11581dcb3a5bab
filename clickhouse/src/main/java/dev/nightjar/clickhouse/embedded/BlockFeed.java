package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.block.NativeBlock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Gathers a block's pieces in a native buffer and appends it to an insert stream whenever it is
 * full: one copy here, one in the engine.
 */
final class BlockFeed implements NativeBlock.Sink {
  private static final long LARGEST = 1 << 20;

  private final LibChdb lib;
  private final MemorySegment stream;
  private final MemorySegment buffer;
  private long filled;
  private boolean refused;

  BlockFeed(LibChdb lib, MemorySegment stream, Arena arena, long bytes) {
    this.lib = lib;
    this.stream = stream;
    this.buffer = arena.allocate(Math.clamp(bytes, 1, LARGEST));
  }

  @Override
  public void accept(byte[] array, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0 && !refused) {
      int fits = (int) Math.min(left, buffer.byteSize() - filled);
      MemorySegment.copy(array, from, buffer, ValueLayout.JAVA_BYTE, filled, fits);
      filled += fits;
      from += fits;
      left -= fits;
      if (filled == buffer.byteSize()) {
        flush();
      }
    }
  }

  /** Whether the engine took all. */
  boolean accepted() {
    return !refused;
  }

  /** Appends what is left. A refusal's reason comes from the end of the stream. */
  void flush() {
    if (filled == 0 || refused) {
      return;
    }
    try {
      refused = (int) lib.streamAppend.invokeExact(stream, buffer, filled) != 0;
      filled = 0;
    } catch (Throwable t) {
      throw Downcall.failed(t);
    }
  }
}
