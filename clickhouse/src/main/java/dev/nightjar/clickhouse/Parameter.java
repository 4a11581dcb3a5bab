package dev.nightjar.clickhouse;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The value of a {@code {name:Type}} placeholder. ClickHouse parses it as the placeholder's type;
 * it is never part of the SQL text.
 */
public final class Parameter {
  private final String encoded;
  private final Set<String> secrets;

  private Parameter(String encoded) {
    this(encoded, Set.of());
  }

  private Parameter(String encoded, Set<String> secrets) {
    this.encoded = encoded;
    this.secrets = Set.copyOf(secrets);
  }

  /** A text, a number, a date …, as plain text. */
  public static Parameter of(String text) {
    return new Parameter(escape(text, false));
  }

  /** A value that its sender has escaped already, as {@link #encoded} tells it. */
  public static Parameter ofEncoded(String text) {
    return new Parameter(text);
  }

  /** NULL, for a placeholder of a Nullable type. */
  public static Parameter ofNull() {
    return new Parameter("\\N");
  }

  /** An array of texts, dates …, each as plain text. */
  public static Parameter ofArray(List<String> elements) {
    return new Parameter(
        elements.stream()
            .map(element -> "'" + escape(element, true) + "'")
            .collect(Collectors.joining(",", "[", "]")));
  }

  /**
   * An array of numbers, each as its decimal text.
   *
   * @throws IllegalArgumentException when an element is no number
   */
  public static Parameter ofNumbers(List<String> elements) {
    for (String element : elements) {
      if (!element.matches("[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?")) {
        throw new IllegalArgumentException("no number: " + element);
      }
    }
    return new Parameter(elements.stream().collect(Collectors.joining(",", "[", "]")));
  }

  /** The same value, of which it is known which of some secret texts it is made of. */
  public Parameter madeOf(Collection<String> secretTexts) {
    Set<String> found = new HashSet<>(secrets);
    for (String text : secretTexts) {
      if (!text.isEmpty()
          && (encoded.contains(escape(text, false)) || encoded.contains(escape(text, true)))) {
        found.add(text);
      }
    }
    return new Parameter(encoded, found);
  }

  /**
   * The same value, of which it is known that these texts, by which it can be recognized, are
   * secret.
   */
  public Parameter withSecrets(Collection<String> texts) {
    if (texts.isEmpty()) {
      return this;
    }
    Set<String> all = new HashSet<>(secrets);
    texts.stream().filter(text -> !text.isEmpty()).forEach(all::add);
    return new Parameter(encoded, all);
  }

  /** The secret texts in it, which nobody may read in an error or in the name of a column. */
  public Set<String> secrets() {
    return secrets;
  }

  /** The value as ClickHouse takes it over any interface: tab-separated text with its escapes. */
  public String encoded() {
    return encoded;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Parameter that && encoded.equals(that.encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }

  @Override
  public String toString() {
    return "a parameter of " + encoded.length() + " chars";
  }

  private static String escape(String text, boolean quoted) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\0' -> out.append("\\0");
        case '\'' -> out.append(quoted ? "\\'" : "'");
        default -> out.append(c);
      }
    }
    return out.toString();
  }
}
