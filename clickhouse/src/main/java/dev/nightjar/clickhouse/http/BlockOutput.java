package dev.nightjar.clickhouse.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/** Writes a sequence of {@link BlockFrames} with LZ4 ({@code compress=1}). */
final class BlockOutput extends OutputStream {
  private static final int BLOCK_BYTES = 1 << 18;

  private final OutputStream out;
  private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
  private final byte[] block = new byte[BLOCK_BYTES];
  private final byte[] frame =
      new byte[BlockFrames.HEADER_BYTES + compressor.maxCompressedLength(BLOCK_BYTES)];
  private int filled;

  BlockOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int count = Math.min(length - done, BLOCK_BYTES - filled);
      System.arraycopy(from, offset + done, block, filled, count);
      filled += count;
      done += count;
      if (filled == BLOCK_BYTES) {
        writeBlock();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    if (filled > 0) {
      writeBlock();
    }
    out.flush();
  }

  @Override
  public void close() throws IOException {
    flush();
    out.close();
  }

  private void writeBlock() throws IOException {
    int size =
        BlockFrames.HEADER_BYTES
            + compressor.compress(
                block,
                0,
                filled,
                frame,
                BlockFrames.HEADER_BYTES,
                frame.length - BlockFrames.HEADER_BYTES);
    ByteBuffer.wrap(frame)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(BlockFrames.LZ4)
        .putInt(size)
        .putInt(filled);
    out.write(BlockFrames.checksum(frame, 0, size));
    out.write(frame, 0, size);
    filled = 0;
  }
}
