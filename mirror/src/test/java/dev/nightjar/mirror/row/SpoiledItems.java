package dev.nightjar.mirror.row;

import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Typed items that DynamoDB does not send: with a name twice, with a type that nobody knows. */
final class SpoiledItems {
  private static final Pattern FIRST_MEMBER = Pattern.compile("\"M\":\\{\"([a-z0-9]+)\":");

  private SpoiledItems() {}

  /**
   * The item with another one's attributes before its own, and with members twice in a map: the
   * last one counts.
   */
  static String withDuplicates(String item, String earlier, Random random) {
    String doubled =
        FIRST_MEMBER
            .matcher(item)
            .replaceAll(found -> {
              String value =
                  random.nextBoolean() ? "{\"N\":\"1E+400\"}" : "{\"L\":[{\"S\":\"\\ud800\"}]}";
              return Matcher.quoteReplacement(
                  "\"M\":{\"%s\":%s,\"%s\":".formatted(found.group(1), value, found.group(1)));
            });
    String inside = earlier;
    return inside.substring(0, inside.length() - 1) + "," + doubled.substring(1);
  }

  /** The item with one attribute more, of a type that is none or two. */
  static String unknownType(String item, Random random) {
    String attribute = random.nextBoolean() ? "{\"X\":\"1\"}" : "{\"S\":\"1\",\"N\":\"1\"}";
    return "{\"unknown\":" + attribute + "," + item.substring(1);
  }
}
