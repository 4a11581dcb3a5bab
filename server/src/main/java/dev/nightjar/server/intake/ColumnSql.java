package dev.nightjar.server.intake;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.type.ClickHouseType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * SQL that turns staged texts into values. ClickHouse's own conversions do it; around them stands
 * what they let pass silently (26.7: a date that does not exist, a time beyond the type's range).
 *
 * <p>Each text gives two expressions: the value, and whether the text does not fit. The second must
 * be asked first: the first is then any value.
 */
final class ColumnSql {
  private static final String DATE = "^\\\\d{4}-\\\\d{2}-\\\\d{2}($|[T ])";

  /** ISO 8601 with a blank or a T, or seconds or milliseconds since 1970. */
  private static final String TIME =
      "^(\\\\d{4}-\\\\d{2}-\\\\d{2}"
          + "([T ]([01]\\\\d|2[0-3]):[0-5]\\\\d(:[0-5]\\\\d([.]\\\\d{1,9})?)?"
          + " ?(Z|UTC|[+-]\\\\d{2}:?\\\\d{2})?)?"
          + "|\\\\d{9,10}([.]\\\\d{1,9})?|\\\\d{13})$";

  private ColumnSql() {}

  /** The value of a column; any value where its text does not fit. */
  static String value(IntakeColumn column, String text) {
    if (column.isComposite()) {
      return ofJson(column.type(), "ifNull(" + text + ", 'null')", 0);
    }
    String converted = converted(column.type().bare(), text);
    boolean nullStays = column.type().nullable() || column.defaultExpression().isPresent();
    return nullStays ? converted : "assumeNotNull(" + converted + ")";
  }

  /** Whether the text of a column does not fit it: 1 or 0, never NULL. */
  static String misfit(IntakeColumn column, String text) {
    String wrong =
        column.isComposite()
            ? misfitOfJson(column.type(), "assumeNotNull(" + text + ")", 0)
            : "isNull(" + converted(column.type().bare(), text) + ")";
    return "if(isNull(" + text + "), " + (column.optional() ? 0 : 1) + ", " + wrong + ")";
  }

  /** Why a text does not fit; in an array of no or one reason. */
  static String reason(IntakeColumn column, String text) {
    return "if(isNull("
        + text
        + "), "
        + Sql.string("no value, and the column is neither Nullable nor has a DEFAULT")
        + ", "
        + Sql.string("the value does not fit the type " + column.type())
        + ")";
  }

  /** A text as a value of a type without parts; NULL where it does not fit. */
  private static String converted(ClickHouseType type, String text) {
    String cast = cast(text, type);
    return switch (type) {
      case ClickHouseType.StringType _ -> text;
      case ClickHouseType.EnumType(int _, var names) ->
          cast(
              "if("
                  + text
                  + " IN ("
                  + names.keySet().stream().map(Sql::string).collect(Collectors.joining(", "))
                  + "), "
                  + text
                  + ", NULL)",
              type);
      case ClickHouseType.Date _, ClickHouseType.Date32 _ -> date(text, type);
      case ClickHouseType.DateTime(var zone) -> time(text, type, zone.orElse(""), 0);
      case ClickHouseType.DateTime64(int precision, var zone) ->
          time(text, type, zone.orElse(""), precision);
      case ClickHouseType.FloatType _ ->
          "if(isInfinite("
              + cast
              + ") AND NOT positionCaseInsensitive("
              + text
              + ", 'inf'), NULL, "
              + cast
              + ")";
      default -> cast;
    };
  }

  private static String date(String text, ClickHouseType type) {
    String day = "substring(" + text + ", 1, 10)";
    String cast = cast(day, type);
    return "if(match("
        + text
        + ", '"
        + DATE
        + "') AND toString("
        + cast
        + ") = "
        + day
        + ", "
        + cast
        + ", NULL)";
  }

  private static String time(String text, ClickHouseType type, String zone, int precision) {
    String checked = "if(match(" + text + ", '" + TIME + "'), " + text + ", NULL)";
    String cast = cast(checked, type);
    if (type instanceof ClickHouseType.DateTime64) {
      return cast;
    }
    // what is out of the type's range is cut to its ends
    String wide =
        cast(
            checked,
            new ClickHouseType.DateTime64(
                precision, java.util.Optional.of(zone).filter(name -> !name.isEmpty())));
    return "if(toUnixTimestamp64Second("
        + wide
        + ") = toInt64(toUnixTimestamp("
        + cast
        + ")), "
        + cast
        + ", NULL)";
  }

  private static String cast(String text, ClickHouseType type) {
    return "accurateCastOrNull(" + text + ", " + Sql.string(type.toString()) + ")";
  }

  /** A JSON text as a value of any type; any value where it does not fit. */
  private static String ofJson(ClickHouseType type, String json, int depth) {
    String each = "x" + depth;
    return switch (type.bare()) {
      case ClickHouseType.Array(ClickHouseType element) ->
          "arrayMap("
              + each
              + " -> "
              + ofJson(element, each, depth + 1)
              + ", JSONExtractArrayRaw("
              + json
              + "))";
      case ClickHouseType.MapType(ClickHouseType key, ClickHouseType value) -> {
        String pairs = "JSONExtractKeysAndValuesRaw(" + json + ")";
        yield "mapFromArrays(arrayMap("
            + each
            + " -> "
            + leaf(key, "tupleElement(" + each + ", 1)")
            + ", "
            + pairs
            + "), arrayMap("
            + each
            + " -> "
            + ofJson(value, "tupleElement(" + each + ", 2)", depth + 1)
            + ", "
            + pairs
            + "))";
      }
      case ClickHouseType.Tuple(List<ClickHouseType.TupleElement> elements) -> {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
          parts.add(ofJson(elements.get(i).type(), part(elements, i, json), depth + 1));
        }
        yield "tuple(" + String.join(", ", parts) + ")";
      }
      case ClickHouseType.Json _ -> "assumeNotNull(" + cast(json, type.bare()) + ")";
      default -> leaf(type, scalar(json));
    };
  }

  private static String misfitOfJson(ClickHouseType type, String json, int depth) {
    String each = "x" + depth;
    return switch (type.bare()) {
      case ClickHouseType.Array(ClickHouseType element) ->
          "(JSONType("
              + json
              + ") != 'Array' OR arrayExists("
              + each
              + " -> "
              + misfitOfJson(element, each, depth + 1)
              + ", JSONExtractArrayRaw("
              + json
              + ")))";
      case ClickHouseType.MapType(ClickHouseType key, ClickHouseType value) ->
          "(JSONType("
              + json
              + ") != 'Object' OR arrayExists("
              + each
              + " -> isNull("
              + converted(key.bare(), "toNullable(tupleElement(" + each + ", 1))")
              + ") OR "
              + misfitOfJson(value, "tupleElement(" + each + ", 2)", depth + 1)
              + ", JSONExtractKeysAndValuesRaw("
              + json
              + ")))";
      case ClickHouseType.Tuple(List<ClickHouseType.TupleElement> elements) -> {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
          parts.add(misfitOfJson(elements.get(i).type(), part(elements, i, json), depth + 1));
        }
        yield "(JSONType("
            + json
            + ") NOT IN ('Array', 'Object') OR "
            + String.join(" OR ", parts)
            + ")";
      }
      case ClickHouseType.Json _ -> "isNull(" + cast(json, type.bare()) + ")";
      default ->
          "if(JSONType("
              + json
              + ") = 'Null', "
              + (type.nullable() ? 0 : 1)
              + ", isNull("
              + converted(type.bare(), scalar(json))
              + "))";
    };
  }

  private static String leaf(ClickHouseType type, String text) {
    String converted = converted(type.bare(), text);
    return type.nullable() ? converted : "assumeNotNull(" + converted + ")";
  }

  /** The text of a JSON scalar: of a string what it says, NULL of null. */
  private static String scalar(String json) {
    return "JSONExtract(" + json + ", 'Nullable(String)')";
  }

  /** An element of a tuple by its name, or by its place where the JSON is a list. */
  private static String part(List<ClickHouseType.TupleElement> elements, int index, String json) {
    String byPlace = "JSONExtractRaw(" + json + ", " + (index + 1) + ")";
    return elements
        .get(index)
        .name()
        .map(name ->
            "if(JSONType("
                + json
                + ") = 'Object', JSONExtractRaw("
                + json
                + ", "
                + Sql.string(name)
                + "), "
                + byPlace
                + ")")
        .orElse(byPlace);
  }
}
