package dev.nightjar.proving.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue.Type;

class FlightsTest {

  private final Flights flights = new Flights(42);

  @Test
  void anItemHasEveryTypeThatDynamoDbHas() {
    Set<Type> types = EnumSet.noneOf(Type.class);
    for (int change = 1; change < 10; change++) {
      types(flights.image(1, change)).forEach(types::add);
    }

    assertThat(EnumSet.complementOf(EnumSet.copyOf(types)))
        .containsExactly(Type.UNKNOWN_TO_SDK_VERSION);
  }

  @Property(tries = 200)
  void anImageIsAFunctionOfItsNumbers(
      @ForAll @IntRange(min = 0) int item, @ForAll @IntRange(min = 1) int change) {
    Map<String, AttributeValue> image = flights.image(item, change);

    assertThat(new Flights(42).image(item, change)).isEqualTo(image);
    assertThat(image).containsAllEntriesOf(flights.key(item));
    assertThat(flights.image(item, change - 1)).isNotEqualTo(image);
  }

  @Property(tries = 200)
  void numbersHaveUpTo38DigitsAndStandAsDynamoDbAnswersThem(
      @ForAll @IntRange(min = 0) int item, @ForAll @IntRange(min = 1) int change) {
    Map<String, AttributeValue> image = flights.image(item, change);

    assertThat(image.get("fare").n()).matches("1\\d{2}\\.\\d{34}5");
    assertThat(image.get("loyalty_number").n()).matches("9\\d{36}7");
  }

  private static Stream<Type> types(Map<String, AttributeValue> item) {
    return item.values().stream().flatMap(FlightsTest::types);
  }

  private static Stream<Type> types(AttributeValue value) {
    Stream<Type> within =
        switch (value.type()) {
          case M -> types(value.m());
          case L -> value.l().stream().flatMap(FlightsTest::types);
          default -> Stream.empty();
        };
    return Stream.concat(Stream.of(value.type()), within);
  }
}
