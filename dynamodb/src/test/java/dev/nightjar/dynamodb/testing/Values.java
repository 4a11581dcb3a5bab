package dev.nightjar.dynamodb.testing;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random items. */
public final class Values {
  private Values() {}

  /** Items with attributes of all types, nested, with awkward names and texts. */
  public static Arbitrary<Value.Document> items() {
    return documents(attributes(3));
  }

  private static Arbitrary<Value.Document> documents(Arbitrary<Value> members) {
    return Combinators.combine(
            strings().list().ofMaxSize(30).uniqueElements(), members.list().ofSize(30))
        .as((names, values) -> {
          Map<String, Value> document = new LinkedHashMap<>();
          for (int i = 0; i < names.size(); i++) {
            document.put(names.get(i), values.get(i));
          }
          return new Value.Document(document);
        });
  }

  private static Arbitrary<Value> attributes(int depth) {
    if (depth == 0) {
      return scalars();
    }
    return Arbitraries.lazy(() ->
        Arbitraries.frequencyOf(
            Tuple.of(10, scalars()),
            Tuple.of(3, sets()),
            Tuple.of(1, attributes(depth - 1).list().ofMaxSize(4).map(Value.Sequence::new)),
            Tuple.of(1, smallDocuments(depth - 1))));
  }

  private static Arbitrary<Value> smallDocuments(int depth) {
    return Combinators.combine(
            strings().list().ofMaxSize(4).uniqueElements(), attributes(depth).list().ofSize(4))
        .as((names, values) -> {
          Map<String, Value> document = new LinkedHashMap<>();
          for (int i = 0; i < names.size(); i++) {
            document.put(names.get(i), values.get(i));
          }
          return new Value.Document(document);
        });
  }

  private static Arbitrary<Value> scalars() {
    return Arbitraries.oneOf(
        strings().map(Value.Text::new),
        numbers().map(Value.Numeric::new),
        binaries().map(Value.Binary::new),
        Arbitraries.of(true, false).map(Value.Bool::new),
        Arbitraries.just(new Value.Null()));
  }

  private static Arbitrary<Value> sets() {
    return Arbitraries.oneOf(
        strings()
            .list()
            .ofMinSize(1)
            .ofMaxSize(30)
            .uniqueElements()
            .map(members -> new Value.Texts(members.stream().map(Value.Text::new).toList())),
        numbers()
            .list()
            .ofMinSize(1)
            .ofMaxSize(30)
            .uniqueElements(digits -> new BigDecimal(digits).stripTrailingZeros())
            .map(members -> new Value.Numbers(members.stream().map(Value.Numeric::new).toList())),
        binaries()
            .list()
            .ofMinSize(1)
            .ofMaxSize(10)
            .uniqueElements()
            .map(members -> new Value.Binaries(members.stream().map(Value.Binary::new).toList())));
  }

  /** Any Unicode, control characters included. */
  public static Arbitrary<String> strings() {
    Arbitrary<String> plain = Arbitraries.strings().withCharRange('a', 'z').ofMaxLength(12);
    Arbitrary<Integer> awkward =
        Arbitraries.of(
            0,
            1,
            8,
            9,
            10,
            12,
            13,
            31,
            (int) '"',
            (int) '\\',
            (int) '/',
            (int) 'u',
            0x7f,
            0x80,
            0xe9,
            0x7ff,
            0x2028,
            0xd7ff,
            0xe000,
            0xfffd,
            0xffff,
            0x10000,
            0x1f600,
            0x10ffff);
    Arbitrary<String> wild =
        awkward
            .list()
            .ofMaxSize(20)
            .map(points -> points.stream().map(Character::toString).reduce("", String::concat));
    return Arbitraries.frequencyOf(Tuple.of(2, plain), Tuple.of(1, wild));
  }

  /** As DynamoDB writes them, and a little more. */
  public static Arbitrary<String> numbers() {
    Arbitrary<String> integers = Arbitraries.longs().map(String::valueOf);
    Arbitrary<String> decimals =
        Combinators.combine(
                Arbitraries.of("", "-"),
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(38),
                Arbitraries.integers().between(-130, 125),
                Arbitraries.of(true, false))
            .as((sign, digits, exponent, scientific) -> {
              String whole = digits.replaceFirst("^0+(?=.)", "");
              return scientific ? sign + whole + "E" + exponent : sign + "0." + digits;
            });
    return Arbitraries.oneOf(
        integers,
        decimals,
        Arbitraries.of("0", "1", "1.0", "100", "1E2", "-0", "0.10", "9.99E125"));
  }

  private static Arbitrary<List<Byte>> binaries() {
    return Arbitraries.bytes().list().ofMaxSize(8);
  }
}
