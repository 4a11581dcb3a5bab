package dev.nightjar.proving.flights;

import dev.nightjar.proving.flights.PlainJson.Digits;
import dev.nightjar.proving.flights.PlainJson.Nothing;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.core.JacksonException;

/**
 * Whether plain JSON text is an item as the SDK knows it: numbers digit by digit, sets in any
 * order, binary as Base64, lists in theirs. It shares nothing with the code that makes such text.
 */
public final class ItemComparison {

  private static final BigInteger LARGEST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
  private static final BigInteger SMALLEST = BigInteger.TWO.pow(63).negate();

  private ItemComparison() {}

  /**
   * Where the text first differs from the item; empty if it does not.
   *
   * @return the path of the attribute and what differs there, without any value
   */
  public static Optional<String> difference(Map<String, AttributeValue> item, String json) {
    Object parsed;
    try {
      parsed = PlainJson.parse(json);
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.of("$: not one JSON document (" + e.getClass().getSimpleName() + ")");
    }
    return members("$", item, parsed);
  }

  private static Optional<String> members(
      String path, Map<String, AttributeValue> expected, Object actual) {
    if (!(actual instanceof Map<?, ?> members)) {
      return Optional.of(path + ": no object");
    }
    Set<Object> names = new TreeSet<>(expected.keySet());
    for (Object name : members.keySet()) {
      if (!names.remove(name)) {
        return Optional.of(path + ": has `" + name + "`, the item has not");
      }
    }
    if (!names.isEmpty()) {
      return Optional.of(path + ": lacks `" + names.iterator().next() + "`");
    }
    for (Map.Entry<String, AttributeValue> member : expected.entrySet()) {
      Optional<String> difference =
          value(path + "." + member.getKey(), member.getValue(), members.get(member.getKey()));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> value(String path, AttributeValue expected, Object actual) {
    return switch (expected.type()) {
      case S -> same(path, expected.s(), actual);
      case N -> same(path, number(expected.n()), actual);
      case B -> same(path, base64(expected.b()), actual);
      case BOOL -> same(path, expected.bool(), actual);
      case NUL -> same(path, Nothing.NULL, actual);
      case SS -> set(path, expected.ss(), actual);
      case NS -> set(path, expected.ns().stream().map(ItemComparison::number).toList(), actual);
      case BS -> set(path, expected.bs().stream().map(ItemComparison::base64).toList(), actual);
      case M -> members(path, expected.m(), actual);
      case L -> list(path, expected.l(), actual);
      case UNKNOWN_TO_SDK_VERSION -> Optional.of(path + ": a type that this SDK does not know");
    };
  }

  private static Optional<String> same(String path, Object expected, Object actual) {
    return expected.equals(actual) ? Optional.empty() : Optional.of(path + ": another value");
  }

  private static Optional<String> set(String path, Collection<?> expected, Object actual) {
    return actual instanceof List<?> elements
            && elements.size() == expected.size()
            && new HashSet<>(elements).equals(new HashSet<>(expected))
        ? Optional.empty()
        : Optional.of(path + ": another set");
  }

  private static Optional<String> list(String path, List<AttributeValue> expected, Object actual) {
    if (!(actual instanceof List<?> elements) || elements.size() != expected.size()) {
      return Optional.of(path + ": another length");
    }
    for (int i = 0; i < expected.size(); i++) {
      Optional<String> difference = value(path + "[" + i + "]", expected.get(i), elements.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  /**
   * A number as it stands in the mirror's JSON: DynamoDB's own digits, and {@code e0} behind a
   * whole number of more than 64 bits, for ClickHouse's JSON functions refuse the text otherwise.
   */
  private static Digits number(String digits) {
    boolean wide =
        digits.matches("-?\\d{19,}")
            && (new BigInteger(digits).compareTo(LARGEST) > 0
                || new BigInteger(digits).compareTo(SMALLEST) < 0);
    return new Digits(wide ? digits + "e0" : digits);
  }

  private static String base64(SdkBytes bytes) {
    return java.util.Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
  }
}
