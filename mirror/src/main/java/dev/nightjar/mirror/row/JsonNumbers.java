package dev.nightjar.mirror.row;

import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;

/** Numbers that ClickHouse's JSON type takes: those that a Float64 holds. */
final class JsonNumbers {
  /** A whole number of more digits may be beyond Float64. */
  private static final int DIGITS_OF_A_FLOAT = 300;

  private JsonNumbers() {}

  /** Whether all numbers inside of an attribute fit. */
  static Fit check(AttributeReader item, int node) {
    AttributeType type = item.type(node);
    if (type == AttributeType.N) {
      return isFinite(item.valueBuffer(node), item.valueStart(node), item.valueEnd(node))
          ? Fit.FITS
          : Fit.OUT_OF_RANGE;
    }
    if (type != AttributeType.M && type != AttributeType.L && type != AttributeType.NS) {
      return Fit.FITS;
    }
    for (int child = item.firstChild(node);
        child != AttributeReader.NONE;
        child = item.nextSibling(child)) {
      Fit fit = check(item, child);
      if (fit != Fit.FITS) {
        return fit;
      }
    }
    return Fit.FITS;
  }

  private static boolean isFinite(byte[] text, int start, int end) {
    boolean plain = end - start <= DIGITS_OF_A_FLOAT;
    for (int at = start; plain && at < end; at++) {
      plain = text[at] != 'e' && text[at] != 'E';
    }
    return plain || !Double.isInfinite(NumberText.decimal(text, start, end).doubleValue());
  }
}
