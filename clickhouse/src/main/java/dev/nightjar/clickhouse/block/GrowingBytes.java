package dev.nightjar.clickhouse.block;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes one after the other in pieces of memory that are never given back. The first piece grows to
 * the size that all others have: what is there is not copied again and again, and no more is taken
 * than is needed.
 */
final class GrowingBytes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LARGEST = Integer.MAX_VALUE - 64;
  private static final int SMALLEST_PIECE = 256;
  private static final int PIECE_BITS = 18;

  /** Bytes of a piece. */
  static final int PIECE = 1 << PIECE_BITS;

  private byte[][] pieces = new byte[1][];
  private byte[] piece = new byte[SMALLEST_PIECE];
  private int at;
  private int before;

  GrowingBytes() {
    pieces[0] = piece;
  }

  int length() {
    return before + at;
  }

  void truncate(int to) {
    if (to >= before) {
      at = to - before;
      return;
    }
    int index = to >>> PIECE_BITS;
    piece = pieces[index];
    before = index << PIECE_BITS;
    at = to - before;
  }

  void put(int value) {
    if (at == piece.length) {
      grow(1);
    }
    piece[at++] = (byte) value;
  }

  void putShort(long value) {
    if (fits(Short.BYTES)) {
      SHORT.set(piece, at, (short) value);
      at += Short.BYTES;
    } else {
      putBytes(value, Short.BYTES);
    }
  }

  void putInt(long value) {
    if (fits(Integer.BYTES)) {
      INT.set(piece, at, (int) value);
      at += Integer.BYTES;
    } else {
      putBytes(value, Integer.BYTES);
    }
  }

  void putLong(long value) {
    if (fits(Long.BYTES)) {
      LONG.set(piece, at, value);
      at += Long.BYTES;
    } else {
      putBytes(value, Long.BYTES);
    }
  }

  private void putBytes(long value, int count) {
    for (int i = 0; i < count; i++) {
      put((int) (value >>> (Byte.SIZE * i)));
    }
  }

  void put(byte[] from, int offset, int count) {
    int start = offset;
    int left = count;
    while (!fits(left)) {
      int part = piece.length - at;
      System.arraycopy(from, start, piece, at, part);
      at += part;
      start += part;
      left -= part;
      grow(left);
    }
    System.arraycopy(from, start, piece, at, left);
    at += left;
  }

  void putZeros(int count) {
    int left = count;
    while (!fits(left)) {
      int part = piece.length - at;
      Arrays.fill(piece, at, piece.length, (byte) 0);
      at = piece.length;
      left -= part;
      grow(left);
    }
    Arrays.fill(piece, at, at + left, (byte) 0);
    at += left;
  }

  /** Seven bits a byte, the lowest first (ClickHouse's VarUInt). */
  void putVarInt(int value) {
    int rest = value;
    while (rest > 0x7f) {
      put(rest | 0x80);
      rest >>>= 7;
    }
    put(rest);
  }

  void putSized(byte[] from, int offset, int count) {
    putVarInt(count);
    put(from, offset, count);
  }

  void overwriteLast(int value) {
    piece[at - 1] = (byte) value;
  }

  void writeTo(NativeBlock.Sink sink) {
    for (int i = 0; i << PIECE_BITS < before; i++) {
      sink.accept(pieces[i], 0, PIECE);
    }
    if (at > 0) {
      sink.accept(piece, 0, at);
    }
  }

  byte[] copy() {
    byte[] copy = new byte[length()];
    int to = 0;
    for (int i = 0; to < before; i++, to += PIECE) {
      System.arraycopy(pieces[i], 0, copy, to, PIECE);
    }
    System.arraycopy(piece, 0, copy, before, at);
    return copy;
  }

  private boolean fits(int count) {
    return count <= piece.length - at;
  }

  /** Makes room for so many more bytes, or for as many as a piece has. */
  private void grow(int count) {
    if ((long) length() + count > LARGEST) {
      throw new IllegalStateException(
          "a column of a block is larger than 2 GiB: make smaller blocks");
    }
    int index = before >>> PIECE_BITS;
    if (piece.length < PIECE) {
      long wanted = Math.max(at + (long) count, piece.length * 2L);
      piece = Arrays.copyOf(piece, (int) Math.min(PIECE, wanted));
      pieces[index] = piece;
      return;
    }
    if (index + 1 == pieces.length) {
      pieces = Arrays.copyOf(pieces, pieces.length * 2);
    }
    if (pieces[index + 1] == null) {
      pieces[index + 1] = new byte[PIECE];
    }
    piece = pieces[index + 1];
    before += PIECE;
    at = 0;
  }
}
