package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.TypeSyntaxException;
import dev.nightjar.project.Column;
import dev.nightjar.project.DatasourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Compares what a query gives with the data source that it is to be written to. ClickHouse would
 * convert silently, and cut what does not fit.
 */
final class TargetColumns {
  private TargetColumns() {}

  /**
   * What is wrong, in sentences.
   *
   * @param given names and types of the query's columns, as ClickHouse tells them
   */
  static List<String> problems(Map<String, String> given, DatasourceFile target) {
    List<String> problems = new ArrayList<>();
    given.forEach((name, type) -> {
      Optional<Column> column = target.column(name);
      if (column.isEmpty()) {
        problems.add(
            "The query gives a column `"
                + name
                + "`, which the data source `"
                + target.name()
                + "` does not have. Its columns: "
                + target.columns().stream().map(Column::name).collect(Collectors.joining(", "))
                + ".");
      } else if (!fits(type, column.get().type())) {
        problems.add(
            "The column `"
                + name
                + "` is of the type "
                + type
                + ", and in the data source `"
                + target.name()
                + "` of "
                + column.get().type()
                + ". Convert it in the query, or change the data source.");
      }
    });
    for (Column column : target.columns()) {
      if (!given.containsKey(column.name()) && mustBeGiven(column)) {
        problems.add(
            "The query gives no column `"
                + column.name()
                + "`, and in the data source `"
                + target.name()
                + "` it is neither Nullable nor has a DEFAULT.");
      }
    }
    return problems;
  }

  private static boolean mustBeGiven(Column column) {
    return column.defaultExpression().isEmpty() && !column.type().contains("Nullable(");
  }

  private static boolean fits(String given, String wanted) {
    try {
      return fits(ClickHouseType.parse(given), ClickHouseType.parse(wanted));
    } catch (TypeSyntaxException e) {
      return given.equals(wanted);
    }
  }

  private static boolean fits(ClickHouseType given, ClickHouseType wanted) {
    ClickHouseType from = simple(given.bare());
    ClickHouseType to = simple(wanted.bare());
    if (from.toString().equals(to.toString())) {
      return true;
    }
    if (from instanceof ClickHouseType.Other(String name, _) && name.equals("Nothing")) {
      return true;
    }
    return switch (to) {
      case ClickHouseType.IntegerType(int bits, boolean signed) ->
          from instanceof ClickHouseType.IntegerType(int width, boolean sign)
              && (sign == signed ? width <= bits : signed && width < bits);
      case ClickHouseType.FloatType(int bits) ->
          from instanceof ClickHouseType.IntegerType
              || (from instanceof ClickHouseType.FloatType(int width) && width <= bits);
      case ClickHouseType.Decimal(int precision, int scale) ->
          from instanceof ClickHouseType.IntegerType
              || (from instanceof ClickHouseType.Decimal(int digits, int places)
                  && places <= scale
                  && digits - places <= precision - scale);
      case ClickHouseType.StringType _ -> from instanceof ClickHouseType.FixedString;
      case ClickHouseType.DateTime _ -> from instanceof ClickHouseType.DateTime;
      case ClickHouseType.DateTime64(int precision, _) ->
          from instanceof ClickHouseType.DateTime
              || (from instanceof ClickHouseType.DateTime64(int ticks, _) && ticks <= precision);
      case ClickHouseType.Array(ClickHouseType element) ->
          from instanceof ClickHouseType.Array(ClickHouseType other) && fits(other, element);
      case ClickHouseType.MapType(ClickHouseType key, ClickHouseType value) ->
          from instanceof ClickHouseType.MapType(ClickHouseType otherKey, ClickHouseType otherValue)
              && fits(otherKey, key)
              && fits(otherValue, value);
      case ClickHouseType.Tuple(List<ClickHouseType.TupleElement> elements) ->
          from instanceof ClickHouseType.Tuple(List<ClickHouseType.TupleElement> others)
              && tuplesFit(others, elements);
      default -> false;
    };
  }

  private static boolean tuplesFit(
      List<ClickHouseType.TupleElement> from, List<ClickHouseType.TupleElement> to) {
    if (from.size() != to.size()) {
      return false;
    }
    for (int i = 0; i < from.size(); i++) {
      if (!fits(from.get(i).type(), to.get(i).type())) {
        return false;
      }
    }
    return true;
  }

  /** A state that is a plain value: {@code SimpleAggregateFunction(sum, UInt64)}. */
  private static ClickHouseType simple(ClickHouseType type) {
    if (type instanceof ClickHouseType.Other(String name, String arguments)
        && name.equals("SimpleAggregateFunction")) {
      int comma = arguments.indexOf(',');
      return comma < 0 ? type : ClickHouseType.parse(arguments.substring(comma + 1).strip()).bare();
    }
    return type;
  }
}
