package dev.nightjar.dynamodb.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceNumberTest {

  @Test
  void isOrderedByValueAndNotByText() {
    assertThat(SequenceNumber.parse("820400000000000001192334"))
        .isLessThan(SequenceNumber.parse("4421584500000000017450439092"));
  }

  @Test
  void hasRoomForFortyDigits() {
    String largest = "9".repeat(40);

    SequenceNumber number = SequenceNumber.parse(largest);

    assertThat(number).hasToString(largest);
    assertThat(number.high()).isEqualTo(29);
  }

  @Test
  void leadingZerosDoNotCount() {
    assertThat(SequenceNumber.parse("000000000000000000001")).isEqualTo(SequenceNumber.ONE);
    assertThat(SequenceNumber.ZERO).isLessThan(SequenceNumber.ONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1a", " 1", "1E2", "99999999999999999999999999999999999999999"})
  void refusesWhatIsNoSuchNumber(String text) {
    assertThatThrownBy(() -> SequenceNumber.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void isTheNumberThatItsDigitsSay(@ForAll("digits") String a, @ForAll("digits") String b) {
    BigInteger exactA = new BigInteger(a);
    BigInteger exactB = new BigInteger(b);

    assertThat(SequenceNumber.parse(a)).hasToString(exactA.toString());
    assertThat(Integer.signum(SequenceNumber.parse(a).compareTo(SequenceNumber.parse(b))))
        .isEqualTo(exactA.compareTo(exactB));
  }

  @Provide
  Arbitrary<String> digits() {
    return Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(40);
  }
}
