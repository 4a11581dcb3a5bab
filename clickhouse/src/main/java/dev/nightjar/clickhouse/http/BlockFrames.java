package dev.nightjar.clickhouse.http;

import com.clickhouse.data.ClickHouseCityHash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * ClickHouse's own compressed block: a CityHash128 of what follows it (16 bytes), the method (1),
 * the compressed size with these nine bytes (4), the size without compression (4), the data; all
 * little-endian.
 */
final class BlockFrames {
  static final int CHECKSUM_BYTES = 16;
  static final int HEADER_BYTES = 9;
  static final byte NONE = 0x02;
  static final byte LZ4 = (byte) 0x82;
  static final byte ZSTD = (byte) 0x90;

  private BlockFrames() {}

  /** The checksum of a part of an array, as it stands in front of a block. */
  static byte[] checksum(byte[] bytes, int offset, int length) {
    long[] hash = ClickHouseCityHash.cityHash128(bytes, offset, length);
    return ByteBuffer.allocate(CHECKSUM_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(hash[0])
        .putLong(hash[1])
        .array();
  }
}
