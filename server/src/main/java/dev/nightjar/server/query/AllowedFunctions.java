package dev.nightjar.server.query;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The functions that user SQL may call: a fixed list that was drawn from ClickHouse's {@code
 * system.functions} and read by people. A function that a later ClickHouse brings is refused until
 * it is added.
 */
final class AllowedFunctions {
  /**
   * What may follow an aggregate function's name; ClickHouse's {@code
   * system.aggregate_function_combinators}.
   */
  private static final List<String> COMBINATORS =
      List.of(
          "simplestate",
          "ordefault",
          "distinct",
          "resample",
          "foreach",
          "argmax",
          "argmin",
          "ornull",
          "tuple",
          "merge",
          "state",
          "array",
          "null",
          "map",
          "if");

  private static final Set<String> TABLE_FUNCTIONS =
      Set.of("numbers", "numbers_mt", "generateseries", "generate_series", "values", "null");

  private final Set<String> names;

  private AllowedFunctions(Set<String> names) {
    this.names = names;
  }

  static AllowedFunctions load() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    AllowedFunctions.class.getResourceAsStream("allowed-functions.txt")),
                StandardCharsets.UTF_8))) {
      return new AllowedFunctions(
          lines
              .lines()
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .collect(Collectors.toUnmodifiableSet()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether an expression may call it; aggregate functions with their combinators included. */
  boolean allows(String function) {
    String name = function.toLowerCase(Locale.ROOT);
    if (names.contains(name)) {
      return true;
    }
    for (String combinator : COMBINATORS) {
      if (name.endsWith(combinator) && name.length() > combinator.length()) {
        return allows(name.substring(0, name.length() - combinator.length()));
      }
    }
    return false;
  }

  /** Whether it may stand where a table stands. */
  boolean allowsAsTable(String function) {
    return TABLE_FUNCTIONS.contains(function.toLowerCase(Locale.ROOT));
  }
}
