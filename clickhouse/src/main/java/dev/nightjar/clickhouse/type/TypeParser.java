package dev.nightjar.clickhouse.type;

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
import dev.nightjar.clickhouse.type.ClickHouseType.LowCardinality;
import dev.nightjar.clickhouse.type.ClickHouseType.MapType;
import dev.nightjar.clickhouse.type.ClickHouseType.Nullable;
import dev.nightjar.clickhouse.type.ClickHouseType.Other;
import dev.nightjar.clickhouse.type.ClickHouseType.StringType;
import dev.nightjar.clickhouse.type.ClickHouseType.Tuple;
import dev.nightjar.clickhouse.type.ClickHouseType.TupleElement;
import dev.nightjar.clickhouse.type.ClickHouseType.Uuid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;

/** Recursive descent over a type's text. */
final class TypeParser {
  /** Types that may stand in a definition and are not taken apart here. */
  private static final Set<String> OTHERS =
      Set.of(
          "AggregateFunction",
          "BFloat16",
          "Dynamic",
          "Geometry",
          "LineString",
          "MultiLineString",
          "MultiPolygon",
          "Nested",
          "Object",
          "Point",
          "Polygon",
          "QBit",
          "Ring",
          "SimpleAggregateFunction",
          "Time",
          "Time64",
          "Variant");

  /** No table has use for more, and the stack ends somewhere. */
  private static final int DEEPEST = 50;

  private final TypeLexer in;
  private int depth;

  private TypeParser(TypeLexer in) {
    this.in = in;
  }

  static ClickHouseType parse(String text) {
    TypeParser parser = new TypeParser(new TypeLexer(text));
    ClickHouseType type = parser.type();
    parser.in.expectEnd();
    return type;
  }

  private ClickHouseType type() {
    if (depth == DEEPEST) {
      throw new TypeSyntaxException("types are nested too deeply", in.offset());
    }
    depth++;
    ClickHouseType type = named();
    depth--;
    return type;
  }

  private ClickHouseType named() {
    int start = in.offset();
    String word = in.word();
    String name = TypeAliases.canonical(word);
    if (TypeAliases.ignoresWidth(word, name) && in.at('(')) {
      single(() -> in.integer(0, Integer.MAX_VALUE));
    }
    return switch (name) {
      case "String" -> new StringType();
      case "Bool" -> new Bool();
      case "Int8", "Int16", "Int32", "Int64", "Int128", "Int256" ->
          new IntegerType(Integer.parseInt(name.substring(3)), true);
      case "UInt8", "UInt16", "UInt32", "UInt64", "UInt128", "UInt256" ->
          new IntegerType(Integer.parseInt(name.substring(4)), false);
      case "Float32", "Float64" -> new FloatType(Integer.parseInt(name.substring(5)));
      case "Date" -> new Date();
      case "Date32" -> new Date32();
      case "UUID" -> new Uuid();
      case "IPv4" -> new Ipv4();
      case "IPv6" -> new Ipv6();
      case "FixedString" -> new FixedString(single(() -> in.integer(1, Integer.MAX_VALUE)));
      case "DateTime" -> dateTime();
      case "DateTime32" -> new DateTime(optionalZone());
      case "DateTime64" -> dateTime64();
      case "Decimal" -> decimal();
      case "Decimal32", "Decimal64", "Decimal128", "Decimal256" -> decimal(name);
      case "Enum", "Enum8", "Enum16" -> enumeration(name);
      case "JSON" -> new Json(in.at('(') ? in.enclosed() : "");
      case "Nullable" -> nullable();
      case "LowCardinality" -> lowCardinality();
      case "Array" -> new Array(single(this::type));
      case "Map" -> map();
      case "Tuple" -> tuple();
      default -> other(name, start);
    };
  }

  private <T> T single(Supplier<T> argument) {
    in.expect('(');
    T value = argument.get();
    in.expect(')');
    return value;
  }

  private Optional<String> optionalZone() {
    return in.at('(') ? Optional.of(single(in::string)) : Optional.empty();
  }

  /** With a precision, {@code DateTime} is another name of DateTime64. */
  private ClickHouseType dateTime() {
    if (!in.atNumberInBrackets()) {
      return new DateTime(optionalZone());
    }
    in.expect('(');
    int precision = in.integer(0, 9);
    Optional<String> zone = in.accept(',') ? Optional.of(in.string()) : Optional.empty();
    in.expect(')');
    return precision == 0 ? new DateTime(zone) : new DateTime64(precision, zone);
  }

  private ClickHouseType dateTime64() {
    if (!in.at('(')) {
      return new DateTime64(3, Optional.empty());
    }
    in.expect('(');
    int precision = in.integer(0, 9);
    Optional<String> zone = in.accept(',') ? Optional.of(in.string()) : Optional.empty();
    in.expect(')');
    return new DateTime64(precision, zone);
  }

  private ClickHouseType decimal() {
    if (!in.at('(')) {
      return new Decimal(10, 0);
    }
    in.expect('(');
    int precision = in.integer(1, 76);
    int scale = in.accept(',') ? in.integer(0, precision) : 0;
    in.expect(')');
    return new Decimal(precision, scale);
  }

  private ClickHouseType decimal(String name) {
    int precision =
        switch (name) {
          case "Decimal32" -> 9;
          case "Decimal64" -> 18;
          case "Decimal128" -> 38;
          default -> 76;
        };
    return new Decimal(precision, single(() -> in.integer(0, precision)));
  }

  private ClickHouseType enumeration(String name) {
    int start = in.offset();
    SequencedMap<String, Integer> values = new LinkedHashMap<>();
    int next = 1;
    in.expect('(');
    do {
      int at = in.offset();
      String key = in.string();
      int value = in.accept('=') ? in.integer(Short.MIN_VALUE, Short.MAX_VALUE) : next;
      if (values.putIfAbsent(key, value) != null) {
        throw in.error("the name '" + key + "' stands twice", at);
      }
      next = value + 1;
    } while (in.accept(','));
    in.expect(')');
    boolean small =
        values.values().stream().allMatch(v -> v >= Byte.MIN_VALUE && v <= Byte.MAX_VALUE);
    if (name.equals("Enum8") && !small) {
      throw in.error("Enum8 holds numbers from -128 to 127", start);
    }
    boolean wide = name.equals("Enum16") || (name.equals("Enum") && !small);
    SequencedMap<String, Integer> byNumber = new LinkedHashMap<>();
    values.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(value -> byNumber.put(value.getKey(), value.getValue()));
    return new EnumType(wide ? 16 : 8, byNumber);
  }

  private ClickHouseType nullable() {
    int start = in.offset();
    ClickHouseType inner = single(this::type);
    if (inner instanceof Nullable
        || inner instanceof LowCardinality
        || inner instanceof Array
        || inner instanceof MapType) {
      throw in.error("Nullable cannot hold " + inner, start);
    }
    return new Nullable(inner);
  }

  private ClickHouseType lowCardinality() {
    int start = in.offset();
    ClickHouseType inner = single(this::type);
    ClickHouseType bare = inner.bare();
    boolean fits =
        !(inner instanceof LowCardinality)
            && switch (bare) {
              case StringType _, FixedString _, IntegerType _, FloatType _, Bool _ -> true;
              case Date _, Date32 _, DateTime _, Uuid _, Ipv4 _, Ipv6 _ -> true;
              default -> false;
            };
    if (!fits) {
      throw in.error("LowCardinality cannot hold " + inner, start);
    }
    return new LowCardinality(inner);
  }

  private ClickHouseType map() {
    in.expect('(');
    ClickHouseType key = type();
    in.expect(',');
    ClickHouseType value = type();
    in.expect(')');
    return new MapType(key, value);
  }

  private ClickHouseType tuple() {
    List<TupleElement> elements = new ArrayList<>();
    in.expect('(');
    while (!in.at(')')) {
      Optional<String> name = in.nameBeforeType();
      elements.add(new TupleElement(name, type()));
      if (!in.accept(',')) {
        break;
      }
    }
    in.expect(')');
    return new Tuple(List.copyOf(elements));
  }

  private ClickHouseType other(String name, int start) {
    if (!OTHERS.contains(name)) {
      throw in.error("unknown type " + name, start);
    }
    return new Other(name, in.at('(') ? in.enclosed() : "");
  }
}
