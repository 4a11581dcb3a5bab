package dev.nightjar.server.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The types that a parameter can have, by the names of their functions, with the texts that each
 * accepts. Ranges are those of ClickHouse's types.
 *
 * @param name the function, aliases resolved
 * @param expected what a message says is expected
 */
record ScalarType(String name, Kind kind, String expected, BigInteger least, BigInteger most) {
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,100}");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d{1,400}(\\.\\d{0,400})?|\\.\\d{1,400})([eE][+-]?\\d{1,4})?");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern MOMENT =
      Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?:[ T](\\d{2}:\\d{2}:\\d{2})(?:\\.(\\d{1,9}))?)?");
  private static final LocalDate EPOCH = LocalDate.of(1970, 1, 1);
  private static final LocalDate LAST_DATE = LocalDate.of(2149, 6, 6);
  private static final LocalDateTime LAST_SECOND = LocalDateTime.of(2106, 2, 7, 6, 28, 15);
  private static final int FIRST_YEAR_64 = 1900;
  private static final int LAST_YEAR_64 = 2299;
  private static final Map<String, ScalarType> BY_NAME = new LinkedHashMap<>();

  /** How texts of a type are read. */
  enum Kind {
    TEXT,
    UUID,
    WHOLE,
    DECIMAL,
    FLAG,
    DATE,
    MOMENT,
    MOMENT64,
    JSON
  }

  /**
   * A text of the type: the type of its placeholder, the text to bind, and its value in conditions.
   */
  record Accepted(String type, String text, Datum value) {}

  static {
    add("String", Kind.TEXT, "a text");
    add("UUID", Kind.UUID, "a UUID");
    for (int bits = 8; bits <= 256; bits *= 2) {
      BigInteger half = BigInteger.TWO.pow(bits - 1);
      addWhole("Int" + bits, half.negate(), half.subtract(BigInteger.ONE));
      addWhole("UInt" + bits, BigInteger.ZERO, half.shiftLeft(1).subtract(BigInteger.ONE));
    }
    add("Float32", Kind.DECIMAL, "a number");
    add("Float64", Kind.DECIMAL, "a number");
    add("Boolean", Kind.FLAG, "true, false, 1 or 0");
    add("Date", Kind.DATE, "a date (YYYY-MM-DD, from 1970-01-01 to 2149-06-06)");
    add("DateTime", Kind.MOMENT, "a date and time (YYYY-MM-DD HH:MM:SS, from 1970 to 2106)");
    add(
        "DateTime64",
        Kind.MOMENT64,
        "a date and time (YYYY-MM-DD HH:MM:SS.sss, from 1900 to 2299)");
    add("JSON", Kind.JSON, "JSON, with numbers of at most 1,000 places");
    alias("Int", "Int32");
    alias("Integer", "Int32");
    alias("bool", "Boolean");
    alias("Bool", "Boolean");
  }

  /** The type of that function's name. */
  static Optional<ScalarType> of(String function) {
    return Optional.ofNullable(BY_NAME.get(function));
  }

  /** Reads a text; empty if it is none of this type. */
  Optional<Accepted> accept(String text) {
    String bare = text.strip();
    return switch (kind) {
      case TEXT -> Optional.of(new Accepted("String", text, new Datum.Text(text)));
      case UUID ->
          UUID.matcher(bare).matches()
              ? Optional.of(new Accepted("UUID", bare, new Datum.Text(bare)))
              : Optional.empty();
      case WHOLE -> whole(bare);
      case DECIMAL -> decimal(bare);
      case FLAG -> flag(bare);
      case DATE -> date(bare);
      case MOMENT, MOMENT64 -> moment(bare);
      case JSON -> JsonText.read(text).map(value -> new Accepted("String", text, value));
    };
  }

  /** Whether an array of them is written without quotes around its elements. */
  boolean isNumber() {
    return kind == Kind.WHOLE || kind == Kind.DECIMAL;
  }

  private Optional<Accepted> whole(String text) {
    if (!WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    BigInteger number = new BigInteger(text);
    return number.compareTo(least) < 0 || number.compareTo(most) > 0
        ? Optional.empty()
        : Optional.of(
            new Accepted(name, number.toString(), new Datum.Number(new BigDecimal(number))));
  }

  private Optional<Accepted> decimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      return Optional.empty();
    }
    boolean finite =
        name.equals("Float32")
            ? Float.isFinite(Float.parseFloat(text))
            : Double.isFinite(Double.parseDouble(text));
    return finite
        ? Optional.of(
            new Accepted(
                name, new BigDecimal(text).toString(), new Datum.Number(new BigDecimal(text))))
        : Optional.empty();
  }

  private static Optional<Accepted> flag(String text) {
    return switch (text) {
      case "1", "true", "True", "TRUE" ->
          Optional.of(new Accepted("Bool", "true", new Datum.Flag(true)));
      case "0", "false", "False", "FALSE" ->
          Optional.of(new Accepted("Bool", "false", new Datum.Flag(false)));
      default -> Optional.empty();
    };
  }

  private static Optional<Accepted> date(String text) {
    try {
      LocalDate date = LocalDate.parse(text);
      return date.isBefore(EPOCH) || date.isAfter(LAST_DATE)
          ? Optional.empty()
          : Optional.of(new Accepted("Date", text, new Datum.Text(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Optional<Accepted> moment(String text) {
    Matcher parts = MOMENT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String time = parts.group(2) == null ? "00:00:00" : parts.group(2);
    String fraction = parts.group(3) == null ? "" : parts.group(3);
    LocalDateTime moment;
    try {
      moment = LocalDate.parse(parts.group(1)).atTime(LocalTime.parse(time));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
    String whole = parts.group(1) + " " + time;
    if (kind == Kind.MOMENT64) {
      String type = "DateTime64(%d)".formatted(Math.max(3, fraction.length()));
      String full = fraction.isEmpty() ? whole : whole + "." + fraction;
      return moment.getYear() < FIRST_YEAR_64 || moment.getYear() > LAST_YEAR_64
          ? Optional.empty()
          : Optional.of(new Accepted(type, full, new Datum.Text(full)));
    }
    boolean fits =
        !moment.isBefore(EPOCH.atStartOfDay())
            && !moment.isAfter(LAST_SECOND)
            && fraction.chars().allMatch(c -> c == '0');
    return fits
        ? Optional.of(new Accepted("DateTime", whole, new Datum.Text(whole)))
        : Optional.empty();
  }

  private static void add(String name, Kind kind, String expected) {
    BY_NAME.put(name, new ScalarType(name, kind, expected, BigInteger.ZERO, BigInteger.ZERO));
  }

  private static void addWhole(String name, BigInteger least, BigInteger most) {
    BY_NAME.put(
        name,
        new ScalarType(
            name, Kind.WHOLE, "a whole number from %d to %d".formatted(least, most), least, most));
  }

  private static void alias(String alias, String name) {
    BY_NAME.put(alias, BY_NAME.get(name));
  }
}
