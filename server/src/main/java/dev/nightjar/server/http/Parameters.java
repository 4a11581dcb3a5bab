package dev.nightjar.server.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a query string or of a form, in their order, each with all of its values. Empty
 * pairs ({@code ?&a=1}) are skipped, since {@code tb} sends them.
 */
public record Parameters(Map<String, List<String>> values) {

  /** How many values are read at most: a token's scopes are the most that a client sends. */
  static final int MOST = 10_000;

  public static final Parameters NONE = new Parameters(Map.of());

  public Parameters {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Reads {@code a=1&b=x%20y}.
   *
   * @throws HttpProblem 400 when an escape is broken, 413 when there are more than {@link #MOST}
   */
  public static Parameters parse(String text) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    int read = 0;
    for (int from = 0; from < text.length(); ) {
      int and = text.indexOf('&', from);
      String pair = text.substring(from, and < 0 ? text.length() : and);
      from += pair.length() + 1;
      if (!pair.isEmpty()) {
        if (++read > MOST) {
          throw HttpProblem.tooLarge("A request may have " + MOST + " parameters at most.");
        }
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
      }
    }
    return new Parameters(values);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest("A parameter has a broken % escape.");
    }
  }

  /** The first value of a parameter. */
  public Optional<String> first(String name) {
    return Optional.ofNullable(values.get(name)).map(List::getFirst);
  }

  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** Whether a parameter says true: {@code true}, {@code True}, {@code 1}, {@code yes}. */
  public boolean isTrue(String name) {
    return first(name).filter(value -> value.matches("(?i)true|1|yes")).isPresent();
  }

  /** These parameters and, where a name is absent here, those of another. */
  public Parameters orElse(Parameters other) {
    Map<String, List<String>> joined = new LinkedHashMap<>(values);
    other.values.forEach(joined::putIfAbsent);
    return new Parameters(joined);
  }
}
