package dev.nightjar.dynamodb.gzip;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A stream of bytes read as bits, the lowest of each byte first. Past the end of the stream zeros
 * are read at first, so that no reader has to look out for the end with each bit; whoever took bits
 * asks {@link #checkNotPastEnd} before it counts on them.
 *
 * <p>The decoder of symbols keeps the fields in locals while it runs, and puts them back.
 */
final class BitInput {
  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int CAPACITY = 64 * 1024;
  // More than two refills need after those whole bytes were taken once more.
  private static final int LEAST_LOADED = 4 * Long.BYTES;
  // Room for two refills that begin past the end.
  private static final int PADDING = 32;

  private final InputStream source;

  final byte[] bytes = new byte[CAPACITY + PADDING];

  /** The index of the first byte that is not in {@link #bits} yet. */
  int position;

  /** The next bits; those above {@link #count} are either zeros or those that come next. */
  long bits;

  /** How many of the bits were taken from the bytes; 0 to 63. */
  int count;

  private int end;
  private boolean ended;

  BitInput(InputStream source) {
    this.source = source;
  }

  /**
   * Sees to it that at least two refills can be made.
   *
   * @return the last position at which two refills may begin
   * @throws EOFException if more was taken than the stream holds
   */
  int lastPosition() throws IOException {
    if (position > end - 2 * Long.BYTES && !ended) {
      load();
    }
    if (!ended) {
      return end - 2 * Long.BYTES;
    }
    checkNotPastEnd();
    // A refill that begins later than this finds only bits past the end.
    return end + Long.BYTES;
  }

  private void load() throws IOException {
    // Whole bytes go back: who aligns to a byte finds them before the position.
    position -= count >>> 3;
    count &= Byte.SIZE - 1;
    bits &= (1L << count) - 1;
    System.arraycopy(bytes, position, bytes, 0, end - position);
    end -= position;
    position = 0;
    while (end < LEAST_LOADED) {
      int read = source.read(bytes, end, CAPACITY - end);
      if (read < 0) {
        ended = true;
        Arrays.fill(bytes, end, end + PADDING, (byte) 0);
        return;
      }
      end += read;
    }
  }

  /** Takes the next bits, 0 to 32 of them. */
  int take(int wanted) throws IOException {
    if (count < wanted) {
      lastPosition();
      refill();
    }
    int taken = (int) (bits & ~(-1L << wanted));
    drop(wanted);
    checkNotPastEnd();
    return taken;
  }

  /** The next bits, at least 56 of them; past the end they are zeros. */
  long peek() throws IOException {
    lastPosition();
    refill();
    return bits;
  }

  void drop(int taken) {
    bits >>>= taken;
    count -= taken;
  }

  private void refill() {
    bits |= (long) LONGS.get(bytes, position) << count;
    position += (Long.SIZE - 1 - count) >>> 3;
    count |= 56;
  }

  void checkNotPastEnd() throws EOFException {
    if (position - (count >>> 3) > end) {
      throw new EOFException("the compressed data ends in the middle");
    }
  }

  /** Passes over what is left of a byte that was begun. */
  void alignToByte() {
    position -= count >>> 3;
    count = 0;
    bits = 0;
  }

  /**
   * The next byte, once aligned to one.
   *
   * @return -1 at the end
   */
  int nextByte() throws IOException {
    return available() == 0 ? -1 : bytes[position++] & 0xff;
  }

  /**
   * Copies bytes, once aligned to one.
   *
   * @param most at least 1
   * @return how many, at least 1
   * @throws EOFException if there are none left
   */
  int copy(byte[] to, int at, int most) throws IOException {
    int copied = Math.min(most, available());
    if (copied == 0) {
      throw new EOFException("the compressed data ends in the middle");
    }
    System.arraycopy(bytes, position, to, at, copied);
    position += copied;
    return copied;
  }

  private int available() throws IOException {
    if (position >= end && !ended) {
      load();
    }
    return Math.max(0, end - position);
  }
}
