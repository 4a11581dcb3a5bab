package dev.nightjar.awslocal.dynamodb.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.awslocal.dynamodb.item.AttributeType;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Bin;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Str;
import dev.nightjar.awslocal.dynamodb.item.Bytes;
import dev.nightjar.awslocal.dynamodb.item.Item;
import dev.nightjar.awslocal.dynamodb.item.Num;
import dev.nightjar.awslocal.dynamodb.item.ValueOrder;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class KeyOrderTest {

  private static final Str PARTITION = new Str("p");

  @Property
  void sortKeysOfNumbersAreInTheirOrder(@ForAll("numbers") Num one, @ForAll("numbers") Num two) {
    assertSameOrder(one, two);
  }

  @Property
  void sortKeysOfStringsAreInTheOrderOfTheirUtf8(
      @ForAll("strings") String one, @ForAll("strings") String two) {
    assertSameOrder(new Str(one), new Str(two));
  }

  @Property
  void sortKeysOfBytesAreInTheirOrder(@ForAll byte[] one, @ForAll byte[] two) {
    assertSameOrder(new Bin(Bytes.of(one)), new Bin(Bytes.of(two)));
  }

  @Property
  void aBeginningContainsWhatBeginsSo(
      @ForAll("strings") String prefix, @ForAll("strings") String text) {
    KeyRange range = KeyRange.beginsWith(PARTITION, new Str(prefix));

    assertThat(range.contains(key(new Str(text)))).isEqualTo(text.startsWith(prefix));
    assertThat(range.contains(key(new Str(prefix + text)))).isTrue();
  }

  @Property
  void everyKeyIsInExactlyOneSegment(@ForAll("strings") String partition) {
    ItemKey key =
        new KeySchema(new KeyAttribute("p", AttributeType.S), Optional.empty())
            .keyOf(Item.of(Map.of("p", new Str(partition))));

    assertThat(IntStream.range(0, 7).filter(at -> KeyRange.segment(at, 7).contains(key)).count())
        .isEqualTo(1);
  }

  @Test
  void aPartitionIsApartFromThoseThatBeginLikeIt() {
    assertThat(KeyRange.partition(new Str("p")).contains(key(new Str("x")))).isTrue();
    assertThat(KeyRange.partition(new Str("pp")).contains(key(new Str("x")))).isFalse();
  }

  @Provide
  Arbitrary<Num> numbers() {
    return Arbitraries.oneOf(
            Arbitraries.integers().between(-50, 50).map(String::valueOf),
            Arbitraries.bigDecimals()
                .between(new java.math.BigDecimal(-1000), new java.math.BigDecimal(1000))
                .ofScale(3)
                .map(Object::toString),
            Arbitraries.integers()
                .between(-99, 99)
                .flatMap(
                    digits -> Arbitraries.integers().between(-128, 120).map(e -> digits + "e" + e)))
        .map(Num::parse);
  }

  @Provide
  Arbitrary<String> strings() {
    return Arbitraries.strings()
        .withChars('\u0000', 'a', 'b', '\u007f', 'é', '\uffff')
        .ofMaxLength(5)
        .flatMap(text -> Arbitraries.of("", "🦉", "\ue000").map(end -> text + end));
  }

  private static void assertSameOrder(AttributeValue one, AttributeValue two) {
    assertThat(Integer.signum(key(one).compareTo(key(two))))
        .isEqualTo(Integer.signum(ValueOrder.INSTANCE.compare(one, two)));
  }

  private static ItemKey key(AttributeValue sort) {
    return new KeySchema(
            new KeyAttribute("p", AttributeType.S), Optional.of(new KeyAttribute("s", sort.type())))
        .keyOf(Item.of(Map.of("p", PARTITION, "s", sort)));
  }
}
