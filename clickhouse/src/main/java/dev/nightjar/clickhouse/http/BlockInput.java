package dev.nightjar.clickhouse.http;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/** Reads a sequence of {@link BlockFrames}, one block at a time ({@code decompress=1}). */
final class BlockInput extends InputStream {
  /** Clients cut at one megabyte; a block of more than this is held by nobody here. */
  private static final int LARGEST_HELD = 64 << 20;

  private final InputStream in;
  private byte[] block = new byte[0];
  private int at;

  BlockInput(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    while (at == block.length) {
      if (!next()) {
        return -1;
      }
    }
    int count = Math.min(length, block.length - at);
    System.arraycopy(block, at, to, offset, count);
    at += count;
    return count;
  }

  private boolean next() throws IOException {
    byte[] checksum = in.readNBytes(BlockFrames.CHECKSUM_BYTES);
    if (checksum.length == 0) {
      return false;
    }
    byte[] header = in.readNBytes(BlockFrames.HEADER_BYTES);
    if (checksum.length < BlockFrames.CHECKSUM_BYTES || header.length < BlockFrames.HEADER_BYTES) {
      throw new EOFException("a compressed block is cut off");
    }
    ByteBuffer sizes = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    int compressed = sizes.getInt(1);
    int plain = sizes.getInt(5);
    if (compressed < BlockFrames.HEADER_BYTES || plain < 0) {
      throw new IOException("a compressed block has an impossible size");
    }
    if (compressed > LARGEST_HELD || plain > LARGEST_HELD) {
      throw new IOException(
          "a compressed block is larger than " + (LARGEST_HELD >> 20) + " MiB: send smaller ones");
    }
    byte[] frame = Arrays.copyOf(header, compressed);
    int length = compressed - BlockFrames.HEADER_BYTES;
    if (in.readNBytes(frame, BlockFrames.HEADER_BYTES, length) < length) {
      throw new EOFException("a compressed block is cut off");
    }
    if (!Arrays.equals(checksum, BlockFrames.checksum(frame, 0, compressed))) {
      throw new IOException("a compressed block's checksum does not match");
    }
    block = decompressed(frame, plain);
    at = 0;
    return true;
  }

  private static byte[] decompressed(byte[] frame, int plain) throws IOException {
    int offset = BlockFrames.HEADER_BYTES;
    int length = frame.length - offset;
    byte[] bytes = new byte[plain];
    try {
      long size =
          switch (frame[0]) {
            case BlockFrames.LZ4 ->
                LZ4Factory.fastestInstance()
                    .safeDecompressor()
                    .decompress(frame, offset, length, bytes, 0, plain);
            case BlockFrames.ZSTD ->
                Zstd.decompressByteArray(bytes, 0, plain, frame, offset, length);
            case BlockFrames.NONE -> {
              System.arraycopy(frame, offset, bytes, 0, Math.min(length, plain));
              yield length;
            }
            default ->
                throw new IOException("a block is compressed by an unknown method: " + frame[0]);
          };
      if (size != plain) {
        throw new IOException("a compressed block is not as long as it says");
      }
      return bytes;
    } catch (LZ4Exception | ZstdException e) {
      throw new IOException("a compressed block is damaged", e);
    }
  }
}
