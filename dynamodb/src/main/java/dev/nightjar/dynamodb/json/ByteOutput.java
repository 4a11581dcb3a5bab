package dev.nightjar.dynamodb.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that grow at their end and are reused: clearing keeps the array. For one thread at a time.
 */
public final class ByteOutput {
  private byte[] bytes;
  private int length;

  /** With room for this many bytes at first. */
  public ByteOutput(int capacity) {
    bytes = new byte[Math.max(16, capacity)];
  }

  /** The array; its first {@link #length()} bytes count. Another one after growth. */
  public byte[] array() {
    return bytes;
  }

  /** How many bytes there are. */
  public int length() {
    return length;
  }

  /** Forgets the bytes, keeps the room. */
  public void clear() {
    length = 0;
  }

  /** Appends an ASCII character. */
  public void append(char ascii) {
    if (length == bytes.length) {
      grow(1);
    }
    bytes[length++] = (byte) ascii;
  }

  /** Appends {@code source[start, end)}. */
  public void append(byte[] source, int start, int end) {
    int count = end - start;
    if (count > bytes.length - length) {
      grow(count);
    }
    length = Words.copy(source, start, bytes, length, count);
  }

  /** Appends a quote, {@code source[start, end)} as it is, and a quote. */
  public void appendBetweenQuotes(byte[] source, int start, int end) {
    int count = end - start;
    if (count + 2 > bytes.length - length) {
      grow(count + 2);
    }
    bytes[length] = '"';
    Words.copy(source, start, bytes, length + 1, count);
    bytes[length + 1 + count] = '"';
    length += count + 2;
  }

  /**
   * Makes room for {@code count} bytes more.
   *
   * @return the array, to be written from {@link #length()} on; what has been is said by {@link
   *     #extend}
   */
  public byte[] reserve(int count) {
    if (count > bytes.length - length) {
      grow(count);
    }
    return bytes;
  }

  /** The array has been written up to this index, within what was {@link #reserve reserved}. */
  public void extend(int end) {
    length = end;
  }

  private void grow(int atLeast) {
    long wanted = Math.max((long) length + atLeast, bytes.length * 2L);
    if ((long) length + atLeast > Integer.MAX_VALUE - 16) {
      throw new OutOfMemoryError("more than 2 GiB in one value");
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
  }

  /** The bytes, read as UTF-8. */
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
