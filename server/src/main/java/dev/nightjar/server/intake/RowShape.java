package dev.nightjar.server.intake;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.TypeSyntaxException;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.server.http.HttpProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The columns of a data source in the order of its file.
 *
 * @param columns at least one
 */
record RowShape(List<IntakeColumn> columns) {

  /** Copies the list. */
  RowShape {
    columns = List.copyOf(columns);
  }

  /**
   * The shape of a data source's rows.
   *
   * @throws HttpProblem 400 where a column holds states of aggregate functions, which no text is
   */
  static RowShape of(DatasourceFile file) {
    try {
      List<IntakeColumn> columns = file.columns().stream().map(IntakeColumn::of).toList();
      for (IntakeColumn column : columns) {
        if (column.type().bare() instanceof ClickHouseType.Other) {
          throw HttpProblem.badRequest(
              "Rows cannot be sent to '"
                  + file.name()
                  + "': its column '"
                  + column.name()
                  + "' has the type "
                  + column.type()
                  + ", which only a materialized view or a copy can fill.");
        }
      }
      return new RowShape(columns);
    } catch (TypeSyntaxException e) {
      throw HttpProblem.badRequest(
          "Rows cannot be sent to '" + file.name() + "': " + e.getMessage() + ".");
    }
  }

  int size() {
    return columns.size();
  }

  /** The place of each column by its name. */
  Map<String, Integer> places() {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      places.put(columns.get(i).name(), i);
    }
    return places;
  }

  /** The columns of {@link StagedRows}. */
  List<String> stagedColumns() {
    return Stream.concat(
            IntStream.range(0, size()).mapToObj(RowShape::staged),
            Stream.of(StagedRows.RAW, StagedRows.PROBLEM))
        .toList();
  }

  /** The same with their types, as ClickHouse's functions take it. */
  String structure() {
    return stagedColumns().stream()
        .map(column -> column + " Nullable(String)")
        .collect(Collectors.joining(", "));
  }

  /** The staged text of a column, in SQL. */
  static String staged(int column) {
    return "staged_" + column;
  }
}
