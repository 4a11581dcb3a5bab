package dev.nightjar.dynamodb.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.dynamodb.testing.Values;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalOrderTest {
  private static int compare(String a, String b) {
    byte[] left = a.getBytes(StandardCharsets.UTF_8);
    byte[] right = b.getBytes(StandardCharsets.UTF_8);
    return DecimalOrder.compare(left, 0, left.length, right, 0, right.length);
  }

  @ParameterizedTest
  @CsvSource({
    "0,-0",
    "1,1.0",
    "100,1E2",
    "1E2,1.00e+2",
    "0.001,1E-3",
    "-12.50,-1.25E1",
    "0,0E-130",
    "9.9999999999999999999999999999999999999E+125,99.999999999999999999999999999999999999E+124"
  })
  void equalNumbersAreEqualHoweverTheyAreWritten(String a, String b) {
    assertThat(compare(a, b)).isZero();
    assertThat(compare(b, a)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "-1,0",
    "-2,-1",
    "-1E10,-9",
    "9,10",
    "0.09,0.1",
    "1E-130,1",
    "99999999999999999999999999999999999998," + "99999999999999999999999999999999999999",
    "1.5,1.50000001",
    "-0.2,-0.1"
  })
  void smallerNumbersComeFirst(String smaller, String larger) {
    assertThat(compare(smaller, larger)).isNegative();
    assertThat(compare(larger, smaller)).isPositive();
  }

  @Test
  void anExponentOfManyDigitsIsNoTrouble() {
    assertThat(compare("1E999999999999", "1E2")).isPositive();
    assertThat(compare("1E-999999999999", "1E2")).isNegative();
  }

  @Property(tries = 2000)
  void ordersAsBigDecimalDoes(@ForAll("numbers") String a, @ForAll("numbers") String b) {
    assertThat(Integer.signum(compare(a, b)))
        .isEqualTo(new BigDecimal(a).compareTo(new BigDecimal(b)));
  }

  @ParameterizedTest
  @CsvSource({"0", "7", "12345678", "0.1", "10.25", "1234.567", "0.000000"})
  void mostNumbersAreToldAtOnce(String number) {
    assertThat(isShort(number)).isTrue();
  }

  @Property(tries = 20_000)
  void whatIsToldAtOnceIsANumberAsJsonWritesIt(@ForAll("almostNumbers") String text) {
    boolean digitsAndPoint = text.length() <= 8 && text.matches("(0|[1-9][0-9]*)(\\.[0-9]+)?");
    assertThat(isShort(text)).as(text).isEqualTo(digitsAndPoint);
  }

  /** In the middle of other bytes, which must not count. */
  private static boolean isShort(String text) {
    byte[] bytes = ("9." + text + "\"},\"n\":{\"N\":\"1").getBytes(StandardCharsets.UTF_8);
    int end = 2 + text.getBytes(StandardCharsets.UTF_8).length;
    return DecimalOrder.isShortJsonNumber(bytes, 2, end);
  }

  @Provide
  Arbitrary<String> almostNumbers() {
    return Arbitraries.strings()
        .withChars("0123456789012345678901234567890123456789...-+eE/:\u0000é")
        .ofMaxLength(10);
  }

  @Provide
  Arbitrary<String> numbers() {
    return Values.numbers();
  }
}
