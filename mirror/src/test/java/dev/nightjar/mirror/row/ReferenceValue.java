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
import dev.nightjar.dynamodb.item.AttributeType;
import dev.nightjar.dynamodb.testing.ReferenceJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a typed attribute becomes in a column, by the rules of docs/types.md, to be read rather than
 * to be fast. A value is a Java object of its own kind: a String, a BigInteger, an Instant …; a
 * List for an Array or a Tuple, a list of entries for a Map, null for NULL.
 */
final class ReferenceValue {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  private static final int FAR_BEYOND_DYNAMODB = 1000;
  private static final Pattern DASHED_UUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
  private static final Pattern PLAIN_UUID = Pattern.compile("\\p{XDigit}{32}");
  private static final BigDecimal LAST_DAY =
      BigDecimal.valueOf(LocalDate.of(2299, 12, 31).toEpochDay());

  /** A value that does not fit. */
  static final class Misfit extends RuntimeException {
    final Fit fit;

    Misfit(Fit fit) {
      super(fit.reason(), null, false, false);
      this.fit = fit;
    }
  }

  /** Whether the value is a key's, or the name of a map's member: different ones stay different. */
  private final boolean key;

  private ReferenceValue(boolean key) {
    this.key = key;
  }

  /**
   * The value of a column of no key.
   *
   * @throws Misfit where it does not fit
   */
  static Object of(JsonNode attribute, ClickHouseType type) {
    return new ReferenceValue(false).value(attribute, type.bare());
  }

  /** The value of a key's column. */
  static Object ofKey(JsonNode attribute, ClickHouseType type) {
    return new ReferenceValue(true).value(attribute, type.bare());
  }

  /** What stands for no value: NULL, else the type's empty value. */
  static Object absent(ClickHouseType type) {
    return type.nullable() ? null : empty(type.bare());
  }

  /** A type's empty value. */
  static Object empty(ClickHouseType bare) {
    return switch (bare) {
      case StringType _, FixedString _ -> "";
      case Bool _ -> false;
      case IntegerType _ -> BigInteger.ZERO;
      case FloatType(int bits) when bits == 32 -> 0f;
      case FloatType _ -> 0d;
      case Decimal(int _, int scale) -> BigDecimal.ZERO.setScale(scale);
      case Date _, Date32 _ -> LocalDate.EPOCH;
      case DateTime _, DateTime64 _ -> Instant.EPOCH;
      case Uuid _ -> new UUID(0, 0);
      case Ipv4 _ -> new byte[4];
      case Ipv6 _ -> new byte[16];
      case EnumType(int _, Map<String, Integer> values) ->
          values.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
      case Json _ -> "{}";
      case Array _, MapType _ -> List.of();
      case Tuple(List<TupleElement> elements) -> {
        List<Object> tuple = new ArrayList<>();
        elements.forEach(element -> tuple.add(absent(element.type())));
        yield tuple;
      }
      default -> throw new IllegalArgumentException("no value of type " + bare);
    };
  }

  private Object value(JsonNode attribute, ClickHouseType type) {
    AttributeType kind = ReferenceJson.type(attribute);
    JsonNode value = attribute.get(kind.name());
    return switch (type) {
      case StringType _ -> text(attribute, kind);
      case FixedString(int length) -> fixed(attribute, kind, length);
      case Bool _ -> {
        require(kind == AttributeType.BOOL, Fit.OTHER_TYPE);
        yield value.booleanValue();
      }
      case IntegerType(int bits, boolean signed) ->
          kind == AttributeType.BOOL && bits == 8 && !signed
              ? (value.booleanValue() ? BigInteger.ONE : BigInteger.ZERO)
              : integer(number(kind, value), bits, signed);
      case FloatType(int bits) -> floating(number(kind, value), bits);
      case Decimal(int precision, int scale) -> decimal(number(kind, value), precision, scale);
      case Date _ -> date(kind, value, LocalDate.EPOCH, LocalDate.EPOCH.plusDays(0xFFFF));
      case Date32 _ -> date(kind, value, LocalDate.of(1900, 1, 1), LocalDate.of(2299, 12, 31));
      case DateTime(Optional<String> zone) ->
          time(kind, value, 0, zone, Instant.EPOCH, Instant.ofEpochSecond(0xFFFF_FFFFL));
      case DateTime64(int precision, Optional<String> zone) ->
          time(
              kind,
              value,
              precision,
              zone,
              Instant.parse("1900-01-01T00:00:00Z"),
              precision == 9
                  ? Instant.parse("2262-04-11T23:47:16.854775807Z")
                  : Instant.parse("2299-12-31T23:59:59.999999999Z"));
      case Uuid _ -> uuid(string(kind, value));
      case Ipv4 _ ->
          ReferenceAddresses.v4(string(kind, value))
              .orElseThrow(() -> new Misfit(Fit.NOT_AN_ADDRESS));
      case Ipv6 _ -> v6(string(kind, value));
      case EnumType(int _, Map<String, Integer> values) -> {
        require(values.containsKey(string(kind, value)), Fit.UNKNOWN_NAME);
        yield string(kind, value);
      }
      case Json _ -> {
        require(kind == AttributeType.M, Fit.OTHER_TYPE);
        ReferenceJsonColumn.check(value);
        yield ReferenceJson.members(value);
      }
      case Array(ClickHouseType element) -> array(attribute, kind, value, element);
      case MapType(ClickHouseType name, ClickHouseType member) -> {
        require(kind == AttributeType.M, Fit.OTHER_TYPE);
        yield map(value, name, member);
      }
      case Tuple(List<TupleElement> elements) -> tuple(kind, value, elements);
      default -> throw new IllegalArgumentException("no value of type " + type);
    };
  }

  private static void require(boolean condition, Fit otherwise) {
    if (!condition) {
      throw new Misfit(otherwise);
    }
  }

  private static String text(JsonNode attribute, AttributeType kind) {
    return switch (kind) {
      case S, N, B -> attribute.get(kind.name()).stringValue();
      default -> ReferenceJson.attribute(attribute);
    };
  }

  private static String string(AttributeType kind, JsonNode value) {
    require(kind == AttributeType.S, Fit.OTHER_TYPE);
    return value.stringValue();
  }

  private String fixed(JsonNode attribute, AttributeType kind, int length) {
    require(
        kind == AttributeType.S || kind == AttributeType.N || kind == AttributeType.B,
        Fit.OTHER_TYPE);
    String text = text(attribute, kind);
    require(ReferenceNative.utf8(text).length <= length, Fit.TOO_LONG);
    require(!key || !text.endsWith("\0"), Fit.NOT_REVERSIBLE);
    return text;
  }

  private static BigDecimal number(AttributeType kind, JsonNode value) {
    require(kind == AttributeType.N, Fit.OTHER_TYPE);
    return number(value.stringValue());
  }

  /** A number that DynamoDB may have. */
  static BigDecimal number(String digits) {
    require(NUMBER.matcher(digits).matches(), Fit.NO_NUMBER);
    BigDecimal number = new BigDecimal(digits);
    require(Math.abs((long) number.scale()) <= FAR_BEYOND_DYNAMODB, Fit.NO_NUMBER);
    return number;
  }

  private static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }

  private static BigInteger integer(BigDecimal number, int bits, boolean signed) {
    require(isWhole(number), Fit.NOT_WHOLE);
    BigInteger whole = number.toBigIntegerExact();
    boolean fits =
        signed ? whole.bitLength() < bits : whole.signum() >= 0 && whole.bitLength() <= bits;
    require(fits, Fit.OUT_OF_RANGE);
    return whole;
  }

  private Object floating(BigDecimal number, int bits) {
    String digits = number.signum() == 0 ? "0" : number.toString();
    Object nearest = bits == 32 ? (Object) Float.valueOf(digits) : Double.valueOf(digits);
    require(!nearest.toString().endsWith("Infinity"), Fit.OUT_OF_RANGE);
    require(!key || new BigDecimal(nearest.toString()).compareTo(number) == 0, Fit.NOT_REVERSIBLE);
    return nearest;
  }

  private static BigDecimal decimal(BigDecimal number, int precision, int scale) {
    BigDecimal shortest = number.stripTrailingZeros();
    require(shortest.scale() <= scale, Fit.TOO_PRECISE);
    BigDecimal exact = shortest.setScale(scale);
    require(exact.signum() == 0 || exact.precision() <= precision, Fit.OUT_OF_RANGE);
    return exact;
  }

  private LocalDate date(AttributeType kind, JsonNode value, LocalDate first, LocalDate last) {
    LocalDate date =
        switch (kind) {
          case S -> day(value.stringValue());
          case N -> day(number(value.stringValue()));
          default -> throw new Misfit(Fit.OTHER_TYPE);
        };
    require(!date.isBefore(first) && !date.isAfter(last), Fit.OUT_OF_RANGE);
    return date;
  }

  private LocalDate day(String text) {
    Instant instant =
        ReferenceTimes.iso(text, ZoneOffset.UTC)
            .or(() -> ReferenceTimes.digits(text))
            .orElseThrow(() -> new Misfit(Fit.NOT_A_TIME));
    LocalDate date = LocalDate.ofInstant(instant, ZoneOffset.UTC);
    require(!key || date.toString().equals(text), Fit.NOT_REVERSIBLE);
    return date;
  }

  private LocalDate day(BigDecimal number) {
    if (isWhole(number) && number.abs().compareTo(LAST_DAY) <= 0) {
      return LocalDate.ofEpochDay(number.longValueExact());
    }
    require(!key, Fit.NOT_REVERSIBLE);
    Instant instant = ReferenceTimes.number(number).orElseThrow(() -> new Misfit(Fit.OUT_OF_RANGE));
    // A number that is hardly one of seconds, and none of days for its fraction.
    require(number.abs().compareTo(LAST_DAY.add(BigDecimal.ONE)) >= 0, Fit.NOT_WHOLE);
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  private Instant time(
      AttributeType kind,
      JsonNode value,
      int precision,
      Optional<String> zone,
      Instant first,
      Instant last) {
    Instant instant =
        switch (kind) {
          case S -> instant(value.stringValue(), precision, zone);
          case N -> instant(number(value.stringValue()), precision);
          default -> throw new Misfit(Fit.OTHER_TYPE);
        };
    Instant cutOff = ReferenceTimes.cutOff(instant, precision);
    require(!cutOff.isBefore(first) && !cutOff.isAfter(last), Fit.OUT_OF_RANGE);
    return cutOff;
  }

  private Instant instant(String text, int precision, Optional<String> zone) {
    Instant instant =
        ReferenceTimes.iso(text, ZoneId.of(zone.orElse("UTC")))
            .or(() -> ReferenceTimes.digits(text))
            .orElseThrow(() -> new Misfit(Fit.NOT_A_TIME));
    require(!key || ReferenceTimes.canonical(instant, precision).equals(text), Fit.NOT_REVERSIBLE);
    return instant;
  }

  private Instant instant(BigDecimal number, int precision) {
    if (key) {
      require(number.stripTrailingZeros().scale() <= precision, Fit.NOT_REVERSIBLE);
      require(number.abs().compareTo(new BigDecimal("1E+15")) < 0, Fit.OUT_OF_RANGE);
      return ReferenceTimes.instant(number);
    }
    return ReferenceTimes.number(number).orElseThrow(() -> new Misfit(Fit.OUT_OF_RANGE));
  }

  private UUID uuid(String text) {
    boolean dashed = DASHED_UUID.matcher(text).matches();
    require(dashed || PLAIN_UUID.matcher(text).matches(), Fit.NOT_A_UUID);
    UUID uuid =
        UUID.fromString(
            dashed ? text : text.replaceFirst("(.{8})(.{4})(.{4})(.{4})", "$1-$2-$3-$4-"));
    require(!key || uuid.toString().equals(text), Fit.NOT_REVERSIBLE);
    return uuid;
  }

  private byte[] v6(String text) {
    byte[] address = ReferenceAddresses.v6(text).orElseThrow(() -> new Misfit(Fit.NOT_AN_ADDRESS));
    require(!key || ReferenceAddresses.printed(address).equals(text), Fit.NOT_REVERSIBLE);
    return address;
  }

  private static Object element(JsonNode attribute, ClickHouseType type) {
    if (ReferenceJson.type(attribute) != AttributeType.NULL) {
      return of(attribute, type);
    }
    require(type.nullable(), Fit.OTHER_TYPE);
    return null;
  }

  private static List<Object> array(
      JsonNode attribute, AttributeType kind, JsonNode value, ClickHouseType type) {
    List<Object> elements = new ArrayList<>();
    switch (kind) {
      case L -> value.forEach(element -> elements.add(element(element, type)));
      case SS, NS, BS -> {
        String memberKind = kind.name().substring(0, 1);
        for (String member : ReferenceJson.sorted(attribute)) {
          elements.add(of(typed(memberKind, member), type));
        }
      }
      default -> throw new Misfit(Fit.OTHER_TYPE);
    }
    return elements;
  }

  private static JsonNode typed(String kind, String text) {
    return JsonNodeFactory.instance.objectNode().put(kind, text);
  }

  private static List<Map.Entry<Object, Object>> map(
      JsonNode members, ClickHouseType name, ClickHouseType type) {
    Map<String, JsonNode> sorted = new TreeMap<>(ReferenceJson.BY_CODE_POINT);
    members.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
    List<Map.Entry<Object, Object>> entries = new ArrayList<>();
    sorted.forEach((text, member) -> {
      Object mapKey = mapKey(text, name);
      entries.add(new SimpleEntry<>(mapKey, element(member, type)));
    });
    return entries;
  }

  private static Object mapKey(String text, ClickHouseType type) {
    try {
      if (type.bare() instanceof IntegerType) {
        BigInteger number = new BigInteger(text);
        require(number.toString().equals(text), Fit.NOT_A_MAP_KEY);
        return ofKey(typed("N", text), type);
      }
      return ofKey(typed("S", text), type);
    } catch (Misfit | NumberFormatException _) {
      throw new Misfit(Fit.NOT_A_MAP_KEY);
    }
  }

  private static List<Object> tuple(
      AttributeType kind, JsonNode value, List<TupleElement> elements) {
    boolean named = elements.stream().allMatch(element -> element.name().isPresent());
    require(kind == AttributeType.L || (kind == AttributeType.M && named), Fit.OTHER_TYPE);
    require(kind == AttributeType.M || value.size() == elements.size(), Fit.OTHER_LENGTH);
    List<Object> tuple = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      TupleElement element = elements.get(i);
      JsonNode attribute =
          kind == AttributeType.L ? value.get(i) : value.get(element.name().orElseThrow());
      boolean absent = attribute == null || ReferenceJson.type(attribute) == AttributeType.NULL;
      tuple.add(absent ? absent(element.type()) : of(attribute, element.type()));
    }
    return tuple;
  }
}
