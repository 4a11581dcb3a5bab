package dev.nightjar.awslocal.dynamodb.item;

import dev.nightjar.awslocal.operation.AwsError;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * A number: up to 38 significant digits, magnitude 1e-130 to 9.99…e125, or zero.
 *
 * @param text the number as DynamoDB prints it: plain digits without exponent, leading or trailing
 *     zeros, or a plus sign. Equal numbers have equal texts.
 */
public record Num(String text) implements AttributeValue {

  private static final int MAX_DIGITS = 38;
  private static final int MAX_EXPONENT = 125;
  private static final int MIN_EXPONENT = -130;
  private static final Pattern SYNTAX =
      Pattern.compile("([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+))(?:[eE]([+-]?[0-9]+))?");
  private static final BigDecimal ZERO = BigDecimal.ZERO;

  /**
   * Reads a number as clients write it.
   *
   * @throws AwsError ValidationException for what is not a number, too precise, too large or small
   */
  public static Num parse(String text) {
    if (isPlainInteger(text)) {
      return new Num(text);
    }
    var match = SYNTAX.matcher(text);
    if (!match.matches()) {
      throw AwsError.validation(
          text.isEmpty()
              ? "The parameter cannot be converted to a numeric value"
              : "The parameter cannot be converted to a numeric value: " + text);
    }
    BigDecimal mantissa = new BigDecimal(match.group(1));
    if (mantissa.signum() == 0) {
      return new Num("0");
    }
    return of(match.group(2) == null ? mantissa : scale(mantissa, match.group(2)));
  }

  /**
   * The number of a computed value.
   *
   * @throws AwsError ValidationException if it is too precise, too large or too small
   */
  public static Num of(BigDecimal value) {
    if (value.signum() == 0) {
      return new Num("0");
    }
    BigDecimal stripped = value.stripTrailingZeros();
    long exponent = (long) stripped.precision() - stripped.scale() - 1;
    if (exponent > MAX_EXPONENT) {
      throw overflow();
    }
    if (exponent < MIN_EXPONENT) {
      throw underflow();
    }
    if (stripped.precision() > MAX_DIGITS) {
      throw AwsError.validation("Attempting to store more than 38 significant digits in a Number");
    }
    return new Num(stripped.toPlainString());
  }

  /** The exact value. */
  public BigDecimal value() {
    return new BigDecimal(text);
  }

  /**
   * The sum.
   *
   * @throws AwsError ValidationException if the result is no number of DynamoDB's
   */
  public Num plus(Num other) {
    return computed(value().add(other.value()));
  }

  /**
   * The difference.
   *
   * @throws AwsError ValidationException if the result is no number of DynamoDB's
   */
  public Num minus(Num other) {
    return computed(value().subtract(other.value()));
  }

  /** AWS says of a sum with too many digits that it is too large. */
  private static Num computed(BigDecimal value) {
    if (value.signum() != 0 && value.stripTrailingZeros().precision() > MAX_DIGITS) {
      throw overflow();
    }
    return of(value);
  }

  @Override
  public AttributeType type() {
    return AttributeType.N;
  }

  /** Bytes by DynamoDB's rule: one, one for each two significant digits, one for a minus sign. */
  int size() {
    BigDecimal value = value();
    if (value.compareTo(ZERO) == 0) {
      return 1;
    }
    return 1 + (value.stripTrailingZeros().precision() + 1) / 2 + (value.signum() < 0 ? 1 : 0);
  }

  private static boolean isPlainInteger(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int digits = text.length() - start;
    if (digits < 1 || digits > MAX_DIGITS) {
      return false;
    }
    if (text.charAt(start) == '0') {
      return digits == 1 && start == 0;
    }
    for (int at = start; at < text.length(); at++) {
      if (text.charAt(at) < '0' || text.charAt(at) > '9') {
        return false;
      }
    }
    return true;
  }

  private static BigDecimal scale(BigDecimal mantissa, String exponent) {
    try {
      return mantissa.scaleByPowerOfTen(Integer.parseInt(exponent));
    } catch (NumberFormatException | ArithmeticException beyondAnyRange) {
      throw exponent.startsWith("-") ? underflow() : overflow();
    }
  }

  private static AwsError overflow() {
    return AwsError.validation(
        "Number overflow. Attempting to store a number with magnitude larger than supported range");
  }

  private static AwsError underflow() {
    return AwsError.validation(
        "Number underflow. Attempting to store a number with magnitude smaller than supported"
            + " range");
  }
}
