package dev.nightjar.project;

import java.util.Optional;

/**
 * What can be said of a column's type without knowing ClickHouse's types: brackets, and names that
 * are not accepted.
 */
final class TypeCheck {
  private TypeCheck() {}

  /**
   * What is wrong with the text of a type, as a sentence; empty if nothing is, as far as this
   * looks.
   */
  static Optional<String> problem(String type) {
    StringBuilder closers = new StringBuilder();
    int at = 0;
    while (at < type.length()) {
      char c = type.charAt(at);
      if (TextScan.isQuote(c)) {
        int after = TextScan.afterQuoted(type, at, type.length());
        if (after < 0) {
          return Optional.of("a quote (%c) in `%s` is not closed.".formatted(c, type));
        }
        at = after;
      } else if (TextScan.isWordPart(c)) {
        int end = at;
        while (end < type.length() && TextScan.isWordPart(type.charAt(end))) {
          end++;
        }
        Optional<String> refusal =
            refusal(type.substring(at, end), type.substring(end).stripLeading().startsWith("("));
        if (refusal.isPresent()) {
          return refusal;
        }
        at = end;
      } else {
        if (TextScan.isOpening(c)) {
          closers.append(c == '(' ? ')' : c == '[' ? ']' : '}');
        } else if (TextScan.isClosing(c)) {
          if (closers.isEmpty() || closers.charAt(closers.length() - 1) != c) {
            return Optional.of("a bracket (%c) in `%s` closes nothing.".formatted(c, type));
          }
          closers.setLength(closers.length() - 1);
        }
        at++;
      }
    }
    return closers.isEmpty()
        ? Optional.empty()
        : Optional.of("a bracket in `%s` is not closed.".formatted(type));
  }

  /** Whether values of the type may be NULL. */
  static boolean isNullable(String type) {
    String bare = type.replaceAll("\\s", "");
    return bare.startsWith("Nullable(") || bare.startsWith("LowCardinality(Nullable(");
  }

  private static Optional<String> refusal(String word, boolean hasArguments) {
    return switch (word) {
      case "Boolean" -> Optional.of("`Boolean` is not accepted. Write `Bool`.");
      case "Int" -> Optional.of("`Int` has no size. Write `Int32` or `Int64`, for example.");
      case "UInt" -> Optional.of("`UInt` has no size. Write `UInt32` or `UInt64`, for example.");
      case "DateTime64" ->
          hasArguments
              ? Optional.empty()
              : Optional.of("`DateTime64` has no precision. Write `DateTime64(3)`, for example.");
      default -> Optional.empty();
    };
  }
}
