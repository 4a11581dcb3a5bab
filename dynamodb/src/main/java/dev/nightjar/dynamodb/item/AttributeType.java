package dev.nightjar.dynamodb.item;

import java.nio.charset.StandardCharsets;

/** A DynamoDB data type descriptor. */
public enum AttributeType {
  /** String. */
  S(true),
  /** Number. */
  N(true),
  /** Binary, as base64. */
  B(true),
  /** True or false. */
  BOOL(false),
  /** Null. */
  NULL(false),
  /** Map. */
  M(false),
  /** List. */
  L(false),
  /** Set of strings. */
  SS(false),
  /** Set of numbers. */
  NS(false),
  /** Set of binaries. */
  BS(false);

  /** Bytes of the longest {@link #opening}. */
  static final int LONGEST_OPENING = 8;

  /** The types up to this ordinal are one string each: {@link #isText}. */
  static final int LAST_TEXT = B.ordinal();

  private static final AttributeType[] ALL = values();
  private final byte[] tag = name().getBytes(StandardCharsets.UTF_8);
  private final boolean text;
  private final byte[] opening;

  AttributeType(boolean text) {
    this.text = text;
    this.opening = ("{\"" + name() + "\":" + (text ? "\"" : "")).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether its values are a JSON string each. */
  boolean isText() {
    return text;
  }

  /**
   * What an attribute of the type begins with where there is no white space: {@code {"SS":}, and of
   * a string the quote, too.
   */
  byte[] opening() {
    return opening;
  }

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
