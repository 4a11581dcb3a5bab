package dev.nightjar.server.intake;

import java.util.regex.Pattern;

/** The types that a file's values are told apart by, each with the ClickHouse type for it. */
enum GuessedType {
  BOOL("Bool"),
  INTEGER("Int64"),
  REAL("Float64"),
  DATE("Date"),
  SECONDS("DateTime"),
  MILLISECONDS("DateTime64(3)"),
  TEXT("String");

  private static final Pattern INTEGERS = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern REALS =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");
  private static final Pattern DATES = Pattern.compile("[12][0-9]{3}-[01][0-9]-[0-3][0-9]");
  private static final Pattern TIMES =
      Pattern.compile(DATES.pattern() + "[ T][0-2][0-9]:[0-5][0-9]:[0-6][0-9](\\.[0-9]+)?Z?");

  private final String clickHouse;

  GuessedType(String clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** The type as it is written in a schema; it has no comma. */
  String clickHouse() {
    return clickHouse;
  }

  /** The type of a value that came in quotes: a number in quotes is a text. */
  static GuessedType ofText(String value) {
    if (DATES.matcher(value).matches()) {
      return DATE;
    }
    if (TIMES.matcher(value).matches()) {
      return value.contains(".") ? MILLISECONDS : SECONDS;
    }
    return TEXT;
  }

  /** The type of a value as it stands in a CSV. */
  static GuessedType ofField(String value) {
    if (value.equals("true") || value.equals("false")) {
      return BOOL;
    }
    GuessedType number = ofNumber(value);
    return number == TEXT ? ofText(value) : number;
  }

  /** The type of a number; a text where it is none that a column of numbers can hold. */
  static GuessedType ofNumber(String value) {
    if (INTEGERS.matcher(value).matches()) {
      return INTEGER;
    }
    return value.length() <= 40 && REALS.matcher(value).matches() ? REAL : TEXT;
  }

  /** The narrowest type that has room for both. */
  GuessedType and(GuessedType other) {
    if (this == other) {
      return this;
    }
    boolean numbers = isNumber() && other.isNumber();
    boolean times = isTime() && other.isTime();
    return numbers || times ? (compareTo(other) > 0 ? this : other) : TEXT;
  }

  private boolean isNumber() {
    return this == INTEGER || this == REAL;
  }

  private boolean isTime() {
    return this == DATE || this == SECONDS || this == MILLISECONDS;
  }
}
