package dev.nightjar.awslocal.dynamodb.item;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer of JSON in UTF-8, without white space. Not thread-safe. */
public final class JsonBytes {

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] buffer;
  private int length;

  /** A buffer with room for that many bytes to begin with. */
  public JsonBytes(int capacity) {
    buffer = new byte[Math.max(capacity, 64)];
  }

  /** Appends one byte. */
  public JsonBytes put(char ascii) {
    ensure(1);
    buffer[length++] = (byte) ascii;
    return this;
  }

  /** Appends text of ASCII as it is. */
  @SuppressWarnings("deprecation") // the one way from a String's low bytes without an array
  public JsonBytes ascii(String text) {
    ensure(text.length());
    text.getBytes(0, text.length(), buffer, length);
    length += text.length();
    return this;
  }

  /** Appends bytes as they are. */
  public JsonBytes bytes(byte[] bytes) {
    ensure(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    return this;
  }

  /** Appends a JSON string with its quotes; only what must be escaped is. */
  public JsonBytes string(String text) {
    ensure(2 + 6 * text.length());
    buffer[length++] = '"';
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c < 0x80) {
        asciiChar(c);
      } else if (c < 0x800) {
        buffer[length++] = (byte) (0xC0 | c >> 6);
        buffer[length++] = (byte) (0x80 | c & 0x3F);
      } else if (Character.isHighSurrogate(c)) {
        int point = Character.toCodePoint(c, text.charAt(++at));
        buffer[length++] = (byte) (0xF0 | point >> 18);
        buffer[length++] = (byte) (0x80 | point >> 12 & 0x3F);
        buffer[length++] = (byte) (0x80 | point >> 6 & 0x3F);
        buffer[length++] = (byte) (0x80 | point & 0x3F);
      } else {
        buffer[length++] = (byte) (0xE0 | c >> 12);
        buffer[length++] = (byte) (0x80 | c >> 6 & 0x3F);
        buffer[length++] = (byte) (0x80 | c & 0x3F);
      }
    }
    buffer[length++] = '"';
    return this;
  }

  /** How many bytes there are. */
  public int length() {
    return length;
  }

  /** A copy of all bytes so far. */
  public byte[] toArray() {
    return Arrays.copyOf(buffer, length);
  }

  private void asciiChar(char c) {
    switch (c) {
      case '"', '\\' -> escape(c);
      case '\n' -> escape('n');
      case '\r' -> escape('r');
      case '\t' -> escape('t');
      case '\b' -> escape('b');
      case '\f' -> escape('f');
      default -> {
        if (c >= 0x20) {
          buffer[length++] = (byte) c;
        } else {
          escape('u');
          buffer[length++] = '0';
          buffer[length++] = '0';
          buffer[length++] = HEX[c >> 4];
          buffer[length++] = HEX[c & 0xF];
        }
      }
    }
  }

  private void escape(char letter) {
    buffer[length++] = '\\';
    buffer[length++] = (byte) letter;
  }

  private void ensure(int more) {
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(length + more, buffer.length * 2));
    }
  }
}
