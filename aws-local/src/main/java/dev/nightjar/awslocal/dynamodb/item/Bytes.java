package dev.nightjar.awslocal.dynamodb.item;

import java.util.Arrays;
import java.util.Base64;

/** An immutable run of bytes with value equality, ordered as unsigned bytes. */
public final class Bytes implements Comparable<Bytes> {

  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes the array over: it must not be changed any more. */
  public static Bytes of(byte[] bytes) {
    return new Bytes(bytes);
  }

  /** How many there are. */
  public int length() {
    return bytes.length;
  }

  /** The array itself: not to be changed. */
  public byte[] array() {
    return bytes;
  }

  /** Whether these bytes begin with those. */
  public boolean startsWith(Bytes prefix) {
    return bytes.length >= prefix.bytes.length
        && Arrays.equals(bytes, 0, prefix.bytes.length, prefix.bytes, 0, prefix.bytes.length);
  }

  /** Whether those bytes occur somewhere in these. */
  public boolean contains(Bytes part) {
    for (int at = 0; at + part.bytes.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + part.bytes.length, part.bytes, 0, part.bytes.length)) {
        return true;
      }
    }
    return false;
  }

  /** Padded base64 of RFC 4648 §4, as DynamoDB writes it. */
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return base64();
  }
}
