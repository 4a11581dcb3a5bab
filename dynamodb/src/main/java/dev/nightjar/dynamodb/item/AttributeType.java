package dev.nightjar.dynamodb.item;

import java.nio.charset.StandardCharsets;

/** A DynamoDB data type descriptor. */
public enum AttributeType {
  /** String. */
  S,
  /** Number. */
  N,
  /** Binary, as base64. */
  B,
  /** True or false. */
  BOOL,
  /** Null. */
  NULL,
  /** Map. */
  M,
  /** List. */
  L,
  /** Set of strings. */
  SS,
  /** Set of numbers. */
  NS,
  /** Set of binaries. */
  BS;

  private static final AttributeType[] ALL = values();
  private final byte[] tag = name().getBytes(StandardCharsets.UTF_8);

  byte[] tag() {
    return tag;
  }

  static AttributeType at(int ordinal) {
    return ALL[ordinal];
  }

  static int count() {
    return ALL.length;
  }
}
