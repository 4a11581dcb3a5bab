package dev.nightjar.cli.connect;

import dev.nightjar.project.Reading;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a column that holds a number key. DynamoDB's numbers have up to 38 digits, so that a
 * Float64 would make one key of two.
 *
 * @param text ClickHouse's type: {@code String}, {@code Int64} or {@code Decimal(38, S)}
 */
public record NumberKeyType(String text) {

  /** Every number, digit by digit. */
  public static final NumberKeyType STRING = new NumberKeyType("String");

  /** Whole numbers of 64 bits. */
  public static final NumberKeyType INT64 = new NumberKeyType("Int64");

  private static final int MOST_DIGITS = 38;
  private static final Pattern DECIMAL =
      Pattern.compile(
          "decimal(?:\\(\\s*(\\d{1,2})\\s*,\\s*(\\d{1,2})\\s*\\))", Pattern.CASE_INSENSITIVE);

  /** Numbers with that many digits after the point, 0 to 38, of 38 digits in all. */
  public static NumberKeyType decimal(int scale) {
    return new NumberKeyType("Decimal(" + MOST_DIGITS + ", " + scale + ")");
  }

  /** Reads {@code String}, {@code Int64} or {@code Decimal(P, S)}, in any case. */
  public static Reading<NumberKeyType> parse(String text) {
    if (text.equalsIgnoreCase(STRING.text())) {
      return new Reading.Read<>(STRING);
    }
    if (text.equalsIgnoreCase(INT64.text())) {
      return new Reading.Read<>(INT64);
    }
    Matcher decimal = DECIMAL.matcher(text);
    if (decimal.matches()) {
      int precision = Integer.parseInt(decimal.group(1));
      int scale = Integer.parseInt(decimal.group(2));
      return precision >= 1 && precision <= MOST_DIGITS && scale <= precision
          ? new Reading.Read<>(new NumberKeyType("Decimal(" + precision + ", " + scale + ")"))
          : new Reading.Refused<>(
              "In Decimal(P, S), P is 1 to 38 digits and S, those after the point, at most P.");
    }
    return new Reading.Refused<>(
        "`" + text + "` is no type for a number key. Use String, Int64 or Decimal(38, S).");
  }
}
