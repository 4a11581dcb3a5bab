package dev.nightjar.awslocal.dynamodb.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.operation.AwsError;
import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "0.000, 0",
    "0e1000, 0",
    "00123, 123",
    "+3, 3",
    "1.50, 1.5",
    ".123, 0.123",
    "0001.23, 1.23",
    "5., 5",
    "-7.1234, -7.1234",
    "1e3, 1000",
    "1E+3, 1000",
    "-17.4E3, -17400",
    "12.5e-3, 0.0125",
    "1e38, 100000000000000000000000000000000000000",
    "12345678901234567890123456789012345678, 12345678901234567890123456789012345678",
    "0.12345678901234567890123456789012345678, 0.12345678901234567890123456789012345678",
    "100000000000000000000000000000000000000000, 100000000000000000000000000000000000000000"
  })
  void isPrintedInPlainDigits(String written, String printed) {
    assertThat(Num.parse(written).text()).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e125", "-9.9999999999999999999999999999999999999e125", "1e-130", "-1e-130"})
  void theEndsOfTheRangeAreIn(String written) {
    assertThat(Num.parse(written).value()).isEqualByComparingTo(new BigDecimal(written));
  }

  @ParameterizedTest
  @CsvSource({
    "1e126, overflow",
    "-11e125, overflow",
    "1e99999999999, overflow",
    "1e-131, underflow",
    "-0.9e-130, underflow",
    "1e-99999999999, underflow",
    "123456789012345678901234567890123456789, more than 38 significant digits",
    "1.23456789012345678901234567890123456789, more than 38 significant digits"
  })
  void whatDoesNotFitIsRefused(String written, String problem) {
    assertThatThrownBy(() -> Num.parse(written))
        .isInstanceOf(AwsError.class)
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "NaN",
        "Infinity",
        "-Infinity",
        "dog",
        " 1",
        "1 ",
        "1e",
        "--1",
        "1,5",
        "0x1",
        "."
      })
  void whatIsNoNumberIsRefused(String written) {
    assertThatThrownBy(() -> Num.parse(written))
        .isInstanceOf(AwsError.class)
        .hasMessageStartingWith("The parameter cannot be converted to a numeric value");
  }

  @Property
  void equalNumbersHaveOneTextAndItIsTheNumber(
      @ForAll
          @BigRange(
              min = "-99999999999999999999999999999999999999",
              max = "99999999999999999999999999999999999999")
          BigInteger digits,
      @ForAll @IntRange(min = -90, max = 80) int exponent) {
    BigDecimal value = new BigDecimal(digits).scaleByPowerOfTen(exponent);

    String text = Num.parse(digits + "e" + exponent).text();

    assertThat(text).matches("0|-?(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?");
    assertThat(new BigDecimal(text)).isEqualByComparingTo(value);
    assertThat(Num.parse(value.toPlainString()).text()).isEqualTo(text);
  }
}
