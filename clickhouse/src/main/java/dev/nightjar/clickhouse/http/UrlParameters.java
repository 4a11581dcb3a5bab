package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.ClickHouseException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a request, in their order. Each is given once: of two values nobody could tell
 * which one was meant.
 */
record UrlParameters(Map<String, String> values) {

  UrlParameters {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Reads {@code a=1&b=x%20y}; empty pairs are skipped.
   *
   * @throws ClickHouseException (36) for a parameter that comes twice, or with a broken escape
   */
  static UrlParameters parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        add(values, name, equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return new UrlParameters(values);
  }

  /** These and those of a form; a name may be in one of them only. */
  UrlParameters and(Map<String, String> others) {
    Map<String, String> all = new LinkedHashMap<>(values);
    others.forEach((name, value) -> add(all, name, value));
    return new UrlParameters(all);
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Whether a switch is on: {@code 1} or {@code true}. */
  boolean isOn(String name) {
    return get(name).filter(value -> value.matches("1|true")).isPresent();
  }

  private static void add(Map<String, String> values, String name, String value) {
    if (values.putIfAbsent(name, value) != null) {
      throw new ClickHouseException(
          36, "BAD_ARGUMENTS", "The parameter '" + name + "' is given more than once");
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new ClickHouseException(36, "BAD_ARGUMENTS", "A parameter has a broken % escape");
    }
  }
}
