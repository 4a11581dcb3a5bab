package dev.nightjar.awslocal.dynamodb.item;

import java.util.Comparator;

/**
 * The order of values of one type: numbers by value, strings by the bytes of their UTF-8, binary
 * values by unsigned bytes.
 */
public final class ValueOrder implements Comparator<AttributeValue> {

  /** The only one: it has no state. */
  public static final ValueOrder INSTANCE = new ValueOrder();

  private ValueOrder() {}

  /**
   * @throws IllegalArgumentException if the two are not of the same ordered type
   */
  @Override
  public int compare(AttributeValue left, AttributeValue right) {
    if (left instanceof AttributeValue.Str(String a)
        && right instanceof AttributeValue.Str(String b)) {
      return compareUtf8(a, b);
    }
    if (left instanceof Num a && right instanceof Num b) {
      return a.value().compareTo(b.value());
    }
    if (left instanceof AttributeValue.Bin(Bytes a)
        && right instanceof AttributeValue.Bin(Bytes b)) {
      return a.compareTo(b);
    }
    throw new IllegalArgumentException(left.type() + " and " + right.type() + " have no order");
  }

  /** UTF-16 puts what is above the basic plane before U+E000; UTF-8 does not. */
  static int compareUtf8(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int at = 0; at < shared; at++) {
      char x = a.charAt(at);
      char y = b.charAt(at);
      if (x != y) {
        boolean xHigh = Character.isSurrogate(x);
        boolean yHigh = Character.isSurrogate(y);
        return xHigh == yHigh ? Character.compare(x, y) : Boolean.compare(xHigh, yHigh);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
