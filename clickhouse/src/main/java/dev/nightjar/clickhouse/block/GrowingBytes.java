package dev.nightjar.clickhouse.block;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes one after the other in an array that grows and is never given back. */
final class GrowingBytes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LARGEST = Integer.MAX_VALUE - 64;

  private byte[] array = new byte[256];
  private int length;

  int length() {
    return length;
  }

  void truncate(int to) {
    length = to;
  }

  void put(int value) {
    reserve(1);
    array[length++] = (byte) value;
  }

  void putShort(long value) {
    reserve(2);
    SHORT.set(array, length, (short) value);
    length += 2;
  }

  void putInt(long value) {
    reserve(4);
    INT.set(array, length, (int) value);
    length += 4;
  }

  void putLong(long value) {
    reserve(8);
    LONG.set(array, length, value);
    length += 8;
  }

  void put(byte[] from, int offset, int count) {
    reserve(count);
    System.arraycopy(from, offset, array, length, count);
    length += count;
  }

  void putZeros(int count) {
    reserve(count);
    Arrays.fill(array, length, length + count, (byte) 0);
    length += count;
  }

  /** Seven bits a byte, the lowest first (ClickHouse's VarUInt). */
  void putVarInt(int value) {
    reserve(5);
    int rest = value;
    while (rest > 0x7f) {
      array[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[length++] = (byte) rest;
  }

  void putSized(byte[] from, int offset, int count) {
    putVarInt(count);
    put(from, offset, count);
  }

  void overwrite(int at, int value) {
    array[at] = (byte) value;
  }

  void writeTo(NativeBlock.Sink sink) {
    if (length > 0) {
      sink.accept(array, 0, length);
    }
  }

  byte[] copy() {
    return Arrays.copyOf(array, length);
  }

  private void reserve(int count) {
    if (count > array.length - length) {
      grow(count);
    }
  }

  private void grow(int count) {
    long needed = (long) length + count;
    if (needed > LARGEST) {
      throw new IllegalStateException(
          "a column of a block is larger than 2 GiB: make smaller blocks");
    }
    array = Arrays.copyOf(array, (int) Math.min(LARGEST, Math.max(needed, array.length * 2L)));
  }
}
