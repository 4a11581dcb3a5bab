package dev.nightjar.awslocal.iam;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One line of a statement's Condition: an operator, a key, and values of which one must do.
 *
 * @param operator such as {@code StringEquals}, without {@code IfExists}
 * @param ifExists whether an absent key satisfies it
 */
record Condition(String operator, boolean ifExists, String key, List<String> values) {

  private static final Set<String> OPERATORS =
      Set.of(
          "StringEquals",
          "StringNotEquals",
          "StringEqualsIgnoreCase",
          "StringNotEqualsIgnoreCase",
          "StringLike",
          "StringNotLike",
          "ArnEquals",
          "ArnLike",
          "ArnNotEquals",
          "ArnNotLike",
          "Bool",
          "Null");

  static boolean knows(String operator) {
    return OPERATORS.contains(operator);
  }

  boolean holds(AccessRequest request) {
    Optional<String> actual = Optional.ofNullable(request.context().get(key));
    if (operator.equals("Null")) {
      return values.contains(Boolean.toString(actual.isEmpty()));
    }
    boolean negated = operator.contains("Not");
    return actual
        .map(value -> values.stream().anyMatch(wanted -> same(wanted, value)) != negated)
        .orElse(ifExists || negated);
  }

  private boolean same(String wanted, String actual) {
    return switch (operator) {
      case "StringEquals", "StringNotEquals" -> wanted.equals(actual);
      case "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "Bool" ->
          wanted.equalsIgnoreCase(actual);
      default -> Wildcards.matches(wanted, actual);
    };
  }
}
