package dev.nightjar.server.intake;

import dev.nightjar.clickhouse.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** SQL over staged rows: those that fit, and those that do not with the reason. */
final class StagedSql {
  private static final String IS_READ = "isNull(" + StagedRows.PROBLEM + ")";

  private final RowShape shape;

  StagedSql(RowShape shape) {
    this.shape = shape;
  }

  /** The columns that {@link #fitting} fills, quoted. */
  List<String> columns() {
    return shape.columns().stream().map(column -> Sql.identifier(column.name())).toList();
  }

  /**
   * The rows that fit, as values of the columns. A NULL for a column that is not Nullable stands
   * for its DEFAULT ({@code insert_null_as_default}).
   *
   * @param source the staged rows, as they stand after FROM
   */
  String fitting(String source) {
    List<String> inner = new ArrayList<>();
    List<String> outer = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      IntakeColumn column = shape.columns().get(i);
      String name = Sql.identifier(column.name());
      String text = RowShape.staged(i);
      boolean partsWithDefault = column.isComposite() && column.defaultExpression().isPresent();
      inner.add(ColumnSql.value(column, text) + " AS " + name);
      if (partsWithDefault) {
        inner.add("isNull(" + text + ") AS absent_" + i);
        outer.add("if(absent_" + i + ", " + defaultOf(column) + ", " + name + ")");
      } else if (column.type().nullable() && column.defaultExpression().isPresent()) {
        outer.add("if(isNull(" + name + "), " + defaultOf(column) + ", " + name + ")");
      } else {
        outer.add(name);
      }
    }
    return "SELECT "
        + String.join(", ", outer)
        + " FROM (SELECT "
        + String.join(", ", inner)
        + " FROM "
        + source
        + " WHERE NOT ("
        + misfits()
        + "))";
  }

  private static String defaultOf(IntakeColumn column) {
    return "CAST((" + column.defaultExpression().orElseThrow() + "\n) AS " + column.type() + ")";
  }

  /** The rows that do not fit, with the columns of {@link Quarantine}. */
  String misfitting(String source) {
    return "SELECT if("
        + IS_READ
        + ", "
        + misfitColumns()
        + ", []), if("
        + IS_READ
        + ", "
        + reasons()
        + ", [assumeNotNull("
        + StagedRows.PROBLEM
        + ")]), {import:String}, "
        + StagedRows.RAW
        + ", "
        + each(RowShape::staged)
        + " FROM "
        + source
        + " WHERE "
        + misfits();
  }

  /** How many rows do not fit, as {@code n}, and why one of them does not, as {@code why}. */
  String counted(String source) {
    return "SELECT count() AS n, any(if("
        + IS_READ
        + ", concat("
        + misfitColumns()
        + "[1], ': ', "
        + reasons()
        + "[1]), assumeNotNull("
        + StagedRows.PROBLEM
        + "))) AS why FROM "
        + source
        + " WHERE "
        + misfits();
  }

  private String misfitColumns() {
    return "arrayConcat("
        + each(i -> "if(" + misfit(i) + ", [" + Sql.string(name(i)) + "], [])")
        + ")";
  }

  private String reasons() {
    return "arrayConcat("
        + each(i ->
            "if("
                + misfit(i)
                + ", ["
                + ColumnSql.reason(shape.columns().get(i), RowShape.staged(i))
                + "], [])")
        + ")";
  }

  /** Whether a staged row does not fit. */
  String misfits() {
    return "isNotNull("
        + StagedRows.PROBLEM
        + ") OR "
        + IntStream.range(0, shape.size())
            .mapToObj(this::misfit)
            .collect(Collectors.joining(" OR "));
  }

  private String misfit(int i) {
    return ColumnSql.misfit(shape.columns().get(i), RowShape.staged(i));
  }

  private String name(int i) {
    return shape.columns().get(i).name();
  }

  private String each(java.util.function.IntFunction<String> part) {
    return IntStream.range(0, shape.size()).mapToObj(part).collect(Collectors.joining(", "));
  }
}
