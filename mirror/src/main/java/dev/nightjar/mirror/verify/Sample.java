package dev.nightjar.mirror.verify;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** How much of a table is compared. */
public sealed interface Sample {
  /** Without exponents, whose numbers may have more digits than memory holds. */
  Pattern WRITTEN = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})?%?");

  /** All of it. */
  record Whole() implements Sample {}

  /**
   * About this share of it.
   *
   * @param fraction above 0, below 1
   */
  record Share(double fraction) implements Sample {}

  /**
   * About so many items.
   *
   * @param count from 1
   */
  record Items(long count) implements Sample {}

  /**
   * Reads {@code 5%} or a number of items; {@code 100%} is the whole table.
   *
   * @throws IllegalArgumentException if it is neither; the message is for people
   */
  static Sample parse(String text) {
    if (!WRITTEN.matcher(text).matches()) {
      throw wrong(text);
    }
    boolean percent = text.endsWith("%");
    BigDecimal number = new BigDecimal(percent ? text.substring(0, text.length() - 1) : text);
    boolean tooMuch = percent && number.compareTo(BigDecimal.valueOf(100)) > 0;
    boolean notWhole = !percent && number.stripTrailingZeros().scale() > 0;
    if (number.signum() == 0 || tooMuch || notWhole) {
      throw wrong(text);
    }
    if (!percent) {
      return new Items(number.longValueExact());
    }
    return number.compareTo(BigDecimal.valueOf(100)) == 0
        ? new Whole()
        : new Share(number.doubleValue() / 100);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "A sample is a share such as 5% or a number of items such as 10000, not '" + text + "'.");
  }
}
