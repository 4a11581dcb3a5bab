package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.Array;
import dev.nightjar.clickhouse.type.ClickHouseType.Bool;
import dev.nightjar.clickhouse.type.ClickHouseType.Date;
import dev.nightjar.clickhouse.type.ClickHouseType.Date32;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime64;
import dev.nightjar.clickhouse.type.ClickHouseType.Decimal;
import dev.nightjar.clickhouse.type.ClickHouseType.EnumType;
import dev.nightjar.clickhouse.type.ClickHouseType.FixedString;
import dev.nightjar.clickhouse.type.ClickHouseType.FloatType;
import dev.nightjar.clickhouse.type.ClickHouseType.IntegerType;
import dev.nightjar.clickhouse.type.ClickHouseType.Ipv4;
import dev.nightjar.clickhouse.type.ClickHouseType.Ipv6;
import dev.nightjar.clickhouse.type.ClickHouseType.Json;
import dev.nightjar.clickhouse.type.ClickHouseType.MapType;
import dev.nightjar.clickhouse.type.ClickHouseType.StringType;
import dev.nightjar.clickhouse.type.ClickHouseType.Tuple;
import dev.nightjar.clickhouse.type.ClickHouseType.TupleElement;
import dev.nightjar.clickhouse.type.ClickHouseType.Uuid;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import dev.nightjar.dynamodb.testing.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Values of attributes for columns of a type, most of which fit. */
final class TypedValues {
  private static final String[] TEXTS = {
    "",
    "x",
    "ab\0",
    "abcd",
    "a\"b\\c/d",
    "tab\tline\nnul\0",
    "é",
    "😀",
    "\ud800",
    "a\udfffb",
    "\u2028\uffff",
    "null",
    "12:30",
    "a text of more than thirty-two bytes, with a \" in it"
  };
  private static final String[] NAMES = {
    "a", "b", "a.b", "b c", "c", "", "secret", "it's", "é", "1", "01", "65535", "-7",
  };
  private static final String[] NUMBERS = {
    "0",
    "1",
    "-1",
    "7",
    "255",
    "256",
    "0.5",
    "-0.25",
    "1.0",
    "1E+2",
    "9.99E+125",
    "1E-130",
    "18446744073709551615",
    "-9223372036854775809",
    "12345678901234567890123456789012345678",
    "0.1",
    "16777217",
    "1234567.0009765625",
    "1E+39"
  };
  private static final String[] NO_NUMBERS = {"", "-", "abc", "1E+400", "1E+99999", "0x10", "1 "};

  private final Random random;
  private final TypedTexts texts;

  TypedValues(Random random) {
    this.random = random;
    this.texts = new TypedTexts(random);
  }

  /**
   * An attribute for a column, if there is to be one.
   *
   * @param tidy whether it is to fit
   */
  Optional<Value> of(ClickHouseType type, boolean tidy) {
    return switch (random.nextInt(tidy ? 18 : 20)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(new Value.Null());
      case 18 -> Optional.of(anything());
      case 19 -> Optional.of(new Value.Numeric(any(NO_NUMBERS)));
      default -> Optional.of(value(type.bare(), tidy));
    };
  }

  /** A key attribute of a DynamoDB type for a column. */
  Value ofKey(ClickHouseType type, ScalarType attribute) {
    boolean tidy = random.nextInt(8) > 0;
    return switch (attribute) {
      case S -> new Value.Text(texts.any(type.bare(), tidy));
      case N -> new Value.Numeric(number(type.bare(), tidy));
      case B -> binary();
    };
  }

  private Value value(ClickHouseType type, boolean tidy) {
    if (!tidy && random.nextInt(10) == 0) {
      return new Value.Text(texts.any(type, false));
    }
    return switch (type) {
      case StringType _ -> random.nextInt(3) > 0 ? text() : anything();
      case FixedString _ ->
          random.nextInt(4) > 0 ? new Value.Text(texts.any(type, tidy)) : binary();
      case Bool _ -> new Value.Bool(random.nextBoolean());
      case IntegerType(int bits, boolean signed) ->
          bits == 8 && !signed && random.nextBoolean()
              ? new Value.Bool(random.nextBoolean())
              : new Value.Numeric(number(type, tidy));
      case FloatType _, Decimal _ -> new Value.Numeric(number(type, tidy));
      case Date _, Date32 _, DateTime _, DateTime64 _ ->
          random.nextBoolean()
              ? new Value.Text(texts.any(type, tidy))
              : new Value.Numeric(number(type, tidy));
      case Uuid _, Ipv4 _, Ipv6 _, EnumType _ -> new Value.Text(texts.any(type, tidy));
      case Json _ -> document(2);
      case Array(ClickHouseType element) -> array(element, tidy);
      case MapType(ClickHouseType name, ClickHouseType member) -> map(name, member, tidy);
      case Tuple(List<TupleElement> elements) -> tuple(elements, tidy);
      default -> throw new IllegalArgumentException("no value of type " + type);
    };
  }

  private String number(ClickHouseType type, boolean tidy) {
    return switch (type) {
      case IntegerType(int bits, boolean signed) when tidy -> {
        BigInteger number = new BigInteger(random.nextInt(bits - (signed ? 1 : 0)) + 1, random);
        yield (signed && random.nextBoolean() ? number.negate() : number).toString();
      }
      case Date _, Date32 _, DateTime _, DateTime64 _ -> texts.timeNumber();
      case Decimal _ when tidy -> random.nextInt(100_000) + "." + random.nextInt(1, 10_000);
      default -> any(NUMBERS);
    };
  }

  private Value array(ClickHouseType element, boolean tidy) {
    List<Value> elements = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      elements.add(inside(element, tidy));
    }
    if (!elements.isEmpty() && random.nextInt(3) == 0) {
      if (elements.stream().allMatch(Value.Text.class::isInstance)) {
        return new Value.Texts(elements.stream().map(Value.Text.class::cast).toList());
      }
      if (elements.stream().allMatch(TypedValues::isNumber)) {
        return new Value.Numbers(elements.stream().map(Value.Numeric.class::cast).toList());
      }
      if (elements.stream().allMatch(Value.Binary.class::isInstance)) {
        return new Value.Binaries(elements.stream().map(Value.Binary.class::cast).toList());
      }
    }
    return new Value.Sequence(elements);
  }

  private static boolean isNumber(Value value) {
    return value instanceof Value.Numeric(String digits)
        && digits.matches("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]{1,3})?");
  }

  /** A value inside of another one. */
  private Value inside(ClickHouseType type, boolean tidy) {
    boolean mayBeNull = type.nullable() || !tidy;
    return mayBeNull && random.nextInt(6) == 0 ? new Value.Null() : value(type.bare(), tidy);
  }

  private Value map(ClickHouseType name, ClickHouseType member, boolean tidy) {
    Map<String, Value> members = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String text =
          name.bare() instanceof IntegerType
              ? number(name.bare(), tidy)
              : texts.any(name.bare(), tidy);
      // Jackson reads no name with half a pair of surrogates.
      members.put(text.replaceAll("\\p{Cs}", "?"), inside(member, tidy));
    }
    return new Value.Document(members);
  }

  private Value tuple(List<TupleElement> elements, boolean tidy) {
    boolean named = elements.stream().allMatch(element -> element.name().isPresent());
    if (named && random.nextBoolean()) {
      Map<String, Value> members = new LinkedHashMap<>();
      for (TupleElement element : elements) {
        of(element.type(), tidy)
            .ifPresent(value -> members.put(element.name().orElseThrow(), value));
      }
      members.put("other", text());
      return new Value.Document(members);
    }
    List<Value> values = new ArrayList<>();
    elements.forEach(element -> values.add(of(element.type(), tidy).orElseGet(Value.Null::new)));
    if (!tidy && random.nextInt(4) == 0) {
      values.removeLast();
    }
    return new Value.Sequence(values);
  }

  /** A value of any type. */
  Value anything() {
    return anything(2);
  }

  private Value anything(int depth) {
    return switch (random.nextInt(depth == 0 ? 8 : 10)) {
      case 0, 1 -> text();
      case 2 -> new Value.Numeric(any(NUMBERS));
      case 3 -> binary();
      case 4 -> new Value.Bool(random.nextBoolean());
      case 5 -> new Value.Null();
      case 6 -> new Value.Texts(distinct(TEXTS).stream().map(Value.Text::new).toList());
      case 7 -> new Value.Numbers(distinct(NUMBERS).stream().map(Value.Numeric::new).toList());
      case 8 -> document(depth - 1);
      default -> {
        List<Value> elements = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          elements.add(anything(depth - 1));
        }
        yield new Value.Sequence(elements);
      }
    };
  }

  private Value.Document document(int depth) {
    Map<String, Value> members = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      members.put(any(NAMES), anything(depth));
    }
    return new Value.Document(members);
  }

  private Set<String> distinct(String[] from) {
    Set<String> some = new LinkedHashSet<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      some.add(any(from));
    }
    return some;
  }

  private Value.Text text() {
    if (random.nextInt(200) == 0) {
      return new Value.Text("long é ".repeat(3000));
    }
    return new Value.Text(any(TEXTS));
  }

  private Value.Binary binary() {
    byte[] bytes = new byte[random.nextInt(14)];
    random.nextBytes(bytes);
    List<Byte> boxed = new ArrayList<>();
    for (byte b : bytes) {
      boxed.add(b);
    }
    return new Value.Binary(boxed);
  }

  private String any(String... from) {
    return from[random.nextInt(from.length)];
  }
}
