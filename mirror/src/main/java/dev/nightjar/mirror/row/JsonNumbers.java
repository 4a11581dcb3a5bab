package dev.nightjar.mirror.row;

import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;
import dev.nightjar.dynamodb.item.MemberOrder;
import dev.nightjar.dynamodb.json.MalformedJsonException;

/** Numbers that ClickHouse's JSON type takes: those that a Float64 holds. */
final class JsonNumbers {
  /** A whole number of more digits may be beyond Float64. */
  private static final int DIGITS_OF_A_FLOAT = 300;

  private JsonNumbers() {}

  /** Whether all numbers inside of an attribute fit. */
  static Fit check(AttributeReader item, int node) {
    Fit fit = checkAll(item, node);
    return fit == Fit.FITS ? fit : checkThoseThatCount(item, node);
  }

  private static Fit checkAll(AttributeReader item, int node) {
    AttributeType type = item.type(node);
    if (type == AttributeType.N) {
      return checkNumber(item.valueBuffer(node), item.valueStart(node), item.valueEnd(node));
    }
    if (type != AttributeType.M && type != AttributeType.L && type != AttributeType.NS) {
      return Fit.FITS;
    }
    Fit fit = Fit.FITS;
    for (int child = item.firstChild(node);
        child != AttributeReader.NONE && fit == Fit.FITS;
        child = item.nextSibling(child)) {
      fit = checkAll(item, child);
    }
    return fit;
  }

  /** The same without members that another one of their name overrides. */
  private static Fit checkThoseThatCount(AttributeReader item, int node) {
    Fit fit = Fit.FITS;
    switch (item.type(node)) {
      case M -> {
        MemberOrder members = new MemberOrder();
        int count = members.sort(item, node);
        for (int i = 0; i < count && fit == Fit.FITS; i++) {
          fit = checkThoseThatCount(item, members.node(i));
        }
      }
      case L -> {
        for (int child = item.firstChild(node);
            child != AttributeReader.NONE && fit == Fit.FITS;
            child = item.nextSibling(child)) {
          fit = checkThoseThatCount(item, child);
        }
      }
      default -> fit = checkAll(item, node);
    }
    return fit;
  }

  private static Fit checkNumber(byte[] text, int start, int end) {
    if (end - start <= DIGITS_OF_A_FLOAT && isPlain(text, start, end)) {
      return Fit.FITS;
    }
    try {
      return Double.isInfinite(NumberText.decimal(text, start, end).doubleValue())
          ? Fit.OUT_OF_RANGE
          : Fit.FITS;
    } catch (MalformedJsonException _) {
      return Fit.NO_NUMBER;
    }
  }

  /** Whether a text is digits, with a sign and a point perhaps. */
  private static boolean isPlain(byte[] text, int start, int end) {
    int at = start < end && text[start] == '-' ? start + 1 : start;
    int point = digitsEnd(text, at, end);
    if (point == at || point == end) {
      return point > at;
    }
    return text[point] == '.' && point + 1 < end && digitsEnd(text, point + 1, end) == end;
  }

  private static int digitsEnd(byte[] text, int start, int end) {
    int at = start;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at;
  }
}
