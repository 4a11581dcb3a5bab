package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.Array;
import dev.nightjar.clickhouse.type.ClickHouseType.Date;
import dev.nightjar.clickhouse.type.ClickHouseType.Date32;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime64;
import dev.nightjar.clickhouse.type.ClickHouseType.EnumType;
import dev.nightjar.clickhouse.type.ClickHouseType.FixedString;
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
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which types a column of a mirrored table may have. */
final class MappedTypes {
  /** ClickHouse's own bound, without a setting that lifts it. */
  private static final int LONGEST_FIXED_STRING = 256;

  /** One argument of JSON: a limit, or what is skipped. */
  private static final Pattern JSON_ARGUMENT =
      Pattern.compile(
          "\\s*(?:max_dynamic_(?:paths|types)\\s*=\\s*[0-9]+|SKIP\\s.+)\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private MappedTypes() {}

  /** Why a type cannot be mapped, and what to write instead; empty if it can. */
  static Optional<String> refusal(ClickHouseType type) {
    return switch (type) {
      case Other(String name, String _) -> Optional.of(other(name));
      case Nullable(ClickHouseType inner) when inner instanceof Tuple ->
          Optional.of("ClickHouse has no Nullable around a Tuple. Make its elements Nullable.");
      case Nullable(ClickHouseType inner) -> refusal(inner);
      case LowCardinality(ClickHouseType inner) -> lowCardinality(inner);
      case Array(ClickHouseType element) -> refusal(element);
      case MapType(ClickHouseType key, ClickHouseType value) ->
          mapKey(key).or(() -> refusal(key)).or(() -> refusal(value));
      case Tuple(List<TupleElement> elements) -> tuple(elements);
      case FixedString(int length) when length > LONGEST_FIXED_STRING ->
          Optional.of(
              "ClickHouse creates no FixedString of more than %d bytes. Write String."
                  .formatted(LONGEST_FIXED_STRING));
      case DateTime(Optional<String> zone) -> zone.flatMap(MappedTypes::zone);
      case DateTime64(int _, Optional<String> zone) -> zone.flatMap(MappedTypes::zone);
      case Json(String arguments) -> json(arguments);
      default -> Optional.empty();
    };
  }

  private static String other(String name) {
    return switch (name) {
      case "AggregateFunction", "SimpleAggregateFunction" ->
          "it holds the state of an aggregate function, and an item has none. Aggregate in a"
              + " materialized view.";
      case "Nested" ->
          "Nested is several columns in one. Map a list of maps to"
              + " Array(Tuple(name String, …)), or to Array(String), which holds their JSON.";
      case "Variant", "Dynamic", "Object" ->
          "its values would have no type of their own. Map a map to JSON, and anything else to a"
              + " String, which holds its JSON.";
      default ->
          "it is not among the mapped types. Map it as a String, which holds the value's JSON.";
    };
  }

  private static Optional<String> lowCardinality(ClickHouseType inner) {
    boolean creatable =
        switch (inner.bare()) {
          case StringType _, FixedString _, Uuid _ -> true;
          default -> false;
        };
    return creatable
        ? refusal(inner)
        : Optional.of(
            "ClickHouse creates no LowCardinality around a %s, for it costs more than it saves. Write %s."
                .formatted(inner.bare(), inner));
  }

  private static Optional<String> mapKey(ClickHouseType key) {
    boolean text =
        !key.nullable()
            && switch (key.bare()) {
              case StringType _, FixedString _, IntegerType _, Uuid _, EnumType _ -> true;
              case Date _, Date32 _, DateTime _, DateTime64 _, Ipv4 _, Ipv6 _ -> true;
              default -> false;
            };
    return text
        ? Optional.empty()
        : Optional.of(
            "the keys of a Map are the names of a map's members, which cannot be a %s. Write Map(String, …)."
                .formatted(key));
  }

  private static Optional<String> tuple(List<TupleElement> elements) {
    if (elements.isEmpty()) {
      return Optional.of("a Tuple of nothing holds nothing. Take the column out.");
    }
    return elements.stream()
        .map(TupleElement::type)
        .map(MappedTypes::refusal)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> zone(String name) {
    return ZoneId.getAvailableZoneIds().contains(name)
        ? Optional.empty()
        : Optional.of(
            "there is no time zone '%s'. Write one of the IANA database, for example 'Europe/Madrid' or 'UTC'."
                .formatted(name));
  }

  private static Optional<String> json(String arguments) {
    return arguments(arguments)
        .filter(argument -> !JSON_ARGUMENT.matcher(argument).matches())
        .findFirst()
        .map(argument ->
            "a JSON column with a type for a path (%s) makes ClickHouse refuse whole blocks for one value of another type. Give that path a column of its own."
                .formatted(argument.strip()));
  }

  /** What stands between the commas that are in no brackets and quotes. */
  private static Stream<String> arguments(String text) {
    Matcher parts =
        Pattern.compile("(?:[^,('`\"]|\\([^)]*\\)|'(?:[^'\\\\]|\\\\.)*'|`[^`]*`|\"[^\"]*\")+")
            .matcher(text);
    return parts.results().map(java.util.regex.MatchResult::group);
  }
}
