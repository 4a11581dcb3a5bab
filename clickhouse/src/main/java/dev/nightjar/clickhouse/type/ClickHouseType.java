package dev.nightjar.clickhouse.type;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** A column type. {@link #toString} is its text in ClickHouse's own spelling. */
public sealed interface ClickHouseType {

  /**
   * Parses a type's text. Names are case-sensitive, as ClickHouse's own are.
   *
   * @throws TypeSyntaxException when it is none
   */
  static ClickHouseType parse(String text) {
    return TypeParser.parse(text);
  }

  /** Bytes without a length limit; text by convention. */
  record StringType() implements ClickHouseType {
    @Override
    public String toString() {
      return "String";
    }
  }

  /**
   * Exactly {@code length} bytes, padded with zero bytes.
   *
   * @param length at least 1
   */
  record FixedString(int length) implements ClickHouseType {
    @Override
    public String toString() {
      return "FixedString(" + length + ")";
    }
  }

  /** true or false; one byte. */
  record Bool() implements ClickHouseType {
    @Override
    public String toString() {
      return "Bool";
    }
  }

  /**
   * A whole number.
   *
   * @param bits 8, 16, 32, 64, 128 or 256
   * @param signed {@code Int…} or {@code UInt…}
   */
  record IntegerType(int bits, boolean signed) implements ClickHouseType {
    @Override
    public String toString() {
      return (signed ? "Int" : "UInt") + bits;
    }
  }

  /**
   * An IEEE number.
   *
   * @param bits 32 or 64
   */
  record FloatType(int bits) implements ClickHouseType {
    @Override
    public String toString() {
      return "Float" + bits;
    }
  }

  /**
   * A decimal number.
   *
   * @param precision digits, 1 to 76
   * @param scale digits behind the point
   */
  record Decimal(int precision, int scale) implements ClickHouseType {
    @Override
    public String toString() {
      return "Decimal(" + precision + ", " + scale + ")";
    }
  }

  /** Days since 1970-01-01 in 16 bits: 1970 to 2149. */
  record Date() implements ClickHouseType {
    @Override
    public String toString() {
      return "Date";
    }
  }

  /** Days since 1970-01-01 in signed 32 bits: 1900 to 2299. */
  record Date32() implements ClickHouseType {
    @Override
    public String toString() {
      return "Date32";
    }
  }

  /**
   * Seconds since the epoch in unsigned 32 bits: 1970 to 2106.
   *
   * @param timezone for reading and printing text
   */
  record DateTime(Optional<String> timezone) implements ClickHouseType {
    @Override
    public String toString() {
      return "DateTime" + timezone.map(zone -> "('" + zone + "')").orElse("");
    }
  }

  /**
   * Ticks since the epoch in signed 64 bits.
   *
   * @param precision 0 (seconds) to 9 (nanoseconds)
   * @param timezone for reading and printing text
   */
  record DateTime64(int precision, Optional<String> timezone) implements ClickHouseType {
    @Override
    public String toString() {
      return "DateTime64(" + precision + timezone.map(zone -> ", '" + zone + "'").orElse("") + ")";
    }
  }

  /** A UUID. */
  record Uuid() implements ClickHouseType {
    @Override
    public String toString() {
      return "UUID";
    }
  }

  /**
   * Names for numbers.
   *
   * @param bits 8 or 16, signed
   * @param values by name, in the order of the numbers
   */
  record EnumType(int bits, SequencedMap<String, Integer> values) implements ClickHouseType {
    @Override
    public String toString() {
      return values.entrySet().stream()
          .map(value -> Names.quoted(value.getKey(), '\'') + " = " + value.getValue())
          .collect(Collectors.joining(", ", "Enum" + bits + "(", ")"));
    }
  }

  /** An IPv4 address. */
  record Ipv4() implements ClickHouseType {
    @Override
    public String toString() {
      return "IPv4";
    }
  }

  /** An IPv6 address. */
  record Ipv6() implements ClickHouseType {
    @Override
    public String toString() {
      return "IPv6";
    }
  }

  /**
   * A JSON object.
   *
   * @param arguments the text between the parentheses; empty without any
   */
  record Json(String arguments) implements ClickHouseType {
    @Override
    public String toString() {
      return arguments.isEmpty() ? "JSON" : "JSON(" + arguments + ")";
    }
  }

  /**
   * A type that allows NULL.
   *
   * @param inner neither Nullable nor composite
   */
  record Nullable(ClickHouseType inner) implements ClickHouseType {
    @Override
    public String toString() {
      return "Nullable(" + inner + ")";
    }
  }

  /**
   * A type stored with a dictionary; the same values.
   *
   * @param inner the type of the values
   */
  record LowCardinality(ClickHouseType inner) implements ClickHouseType {
    @Override
    public String toString() {
      return "LowCardinality(" + inner + ")";
    }
  }

  /**
   * A list.
   *
   * @param element the type of the elements
   */
  record Array(ClickHouseType element) implements ClickHouseType {
    @Override
    public String toString() {
      return "Array(" + element + ")";
    }
  }

  /**
   * Keys and values.
   *
   * @param key the type of the keys
   * @param value the type of the values
   */
  record MapType(ClickHouseType key, ClickHouseType value) implements ClickHouseType {
    @Override
    public String toString() {
      return "Map(" + key + ", " + value + ")";
    }
  }

  /**
   * A fixed row of values.
   *
   * @param elements in order
   */
  record Tuple(List<TupleElement> elements) implements ClickHouseType {
    @Override
    public String toString() {
      return elements.stream()
          .map(TupleElement::toString)
          .collect(Collectors.joining(", ", "Tuple(", ")"));
    }
  }

  /**
   * One value of a tuple.
   *
   * @param name its name, where it has one
   * @param type its type
   */
  record TupleElement(Optional<String> name, ClickHouseType type) {
    @Override
    public String toString() {
      return name.map(n -> Names.identifier(n) + " ").orElse("") + type;
    }
  }

  /**
   * Any other type that ClickHouse has: it may stand in a definition, but nothing here writes it.
   *
   * @param name such as {@code AggregateFunction}
   * @param arguments the text between the parentheses; empty without any
   */
  record Other(String name, String arguments) implements ClickHouseType {
    @Override
    public String toString() {
      return arguments.isEmpty() ? name : name + "(" + arguments + ")";
    }
  }

  /**
   * Whether NULL is among the values: {@code Nullable(T)} or {@code LowCardinality(Nullable(T))}.
   */
  default boolean nullable() {
    return switch (this) {
      case Nullable _ -> true;
      case LowCardinality(ClickHouseType inner) -> inner.nullable();
      default -> false;
    };
  }

  /** The type of the values without {@code Nullable} and {@code LowCardinality} around it. */
  default ClickHouseType bare() {
    return switch (this) {
      case Nullable(ClickHouseType inner) -> inner.bare();
      case LowCardinality(ClickHouseType inner) -> inner.bare();
      default -> this;
    };
  }

  /** The bytes of one value of the bare type, where all values have the same number. */
  default OptionalInt width() {
    return switch (bare()) {
      case FixedString(int length) -> OptionalInt.of(length);
      case Bool _ -> OptionalInt.of(1);
      case IntegerType(int bits, boolean _) -> OptionalInt.of(bits / 8);
      case FloatType(int bits) -> OptionalInt.of(bits / 8);
      case Decimal(int precision, int _) ->
          OptionalInt.of(precision <= 9 ? 4 : precision <= 18 ? 8 : precision <= 38 ? 16 : 32);
      case Date _ -> OptionalInt.of(2);
      case Date32 _, DateTime _, Ipv4 _ -> OptionalInt.of(4);
      case DateTime64 _ -> OptionalInt.of(8);
      case Uuid _, Ipv6 _ -> OptionalInt.of(16);
      case EnumType(int bits, Map<String, Integer> _) -> OptionalInt.of(bits / 8);
      default -> OptionalInt.empty();
    };
  }
}
