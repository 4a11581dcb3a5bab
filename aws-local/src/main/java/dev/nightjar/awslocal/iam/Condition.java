package dev.nightjar.awslocal.iam;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One line of a statement's Condition: an operator, a key, and values of which one must do ("IAM
 * JSON policy elements: Condition operators"). Every key has one value here, so {@code
 * ForAnyValue:} and {@code ForAllValues:} differ only where the key is absent.
 *
 * @param operator such as {@code StringEquals}, without prefix and {@code IfExists}
 * @param ifExists whether an absent key satisfies it
 */
record Condition(String operator, boolean ifExists, String key, List<String> values) {

  private static final String ANY = "ForAnyValue:";
  private static final String ALL = "ForAllValues:";

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
          "NumericEquals",
          "NumericNotEquals",
          "NumericLessThan",
          "NumericLessThanEquals",
          "NumericGreaterThan",
          "NumericGreaterThanEquals",
          "DateEquals",
          "DateNotEquals",
          "DateLessThan",
          "DateLessThanEquals",
          "DateGreaterThan",
          "DateGreaterThanEquals",
          "Bool",
          "Null");

  /** Whether there is an operator of that name, prefix and {@code IfExists} included. */
  static boolean knows(String name) {
    return OPERATORS.contains(operator(name));
  }

  /** A line under an operator's name that is known. */
  static Condition of(String name, String key, List<String> values) {
    boolean satisfiedByAbsence = name.startsWith(ALL) || name.endsWith("IfExists");
    return new Condition(operator(name), satisfiedByAbsence, key, values);
  }

  private static String operator(String name) {
    return name.replaceFirst("^(" + ANY + "|" + ALL + ")", "").replaceFirst("IfExists$", "");
  }

  boolean holds(AccessRequest request) {
    Optional<String> actual = Optional.ofNullable(request.context().get(key));
    if (operator.equals("Null")) {
      return values.contains(Boolean.toString(actual.isEmpty()));
    }
    boolean negated = operator.contains("Not");
    return actual
        .map(value -> values.stream().anyMatch(wanted -> matches(wanted, value)) != negated)
        .orElse(ifExists || negated);
  }

  private boolean matches(String wanted, String actual) {
    if (operator.startsWith("Numeric")) {
      return compares(number(wanted), number(actual));
    }
    if (operator.startsWith("Date")) {
      return compares(time(wanted), time(actual));
    }
    return switch (operator) {
      case "StringEquals", "StringNotEquals" -> wanted.equals(actual);
      case "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "Bool" ->
          wanted.equalsIgnoreCase(actual);
      default -> Wildcards.matches(wanted, actual);
    };
  }

  private <T extends Comparable<T>> boolean compares(Optional<T> wanted, Optional<T> actual) {
    if (wanted.isEmpty() || actual.isEmpty()) {
      return false;
    }
    int order = actual.get().compareTo(wanted.get());
    if (operator.contains("LessThan")) {
      return operator.endsWith("Equals") ? order <= 0 : order < 0;
    }
    if (operator.contains("GreaterThan")) {
      return operator.endsWith("Equals") ? order >= 0 : order > 0;
    }
    return order == 0;
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(
          text.chars().allMatch(Character::isDigit)
              ? Instant.ofEpochSecond(Long.parseLong(text))
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException | NumberFormatException notATime) {
      return Optional.empty();
    }
  }
}
