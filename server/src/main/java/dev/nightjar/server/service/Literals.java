package dev.nightjar.server.service;

import dev.nightjar.clickhouse.Sql;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A table that is written out in a query, a column after the other.
 *
 * @param <T> what a row is made from
 */
final class Literals<T> {
  private static final String NULL = "NULL";
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private record Column<T>(String name, String type, Function<T, String> literal) {}

  private final List<Column<T>> columns = new ArrayList<>();

  Literals<T> text(String name, Function<T, String> value) {
    return column(name, "String", row -> Sql.string(value.apply(row)));
  }

  Literals<T> optionalText(String name, Function<T, Optional<String>> value) {
    return column(name, "Nullable(String)", row -> value.apply(row).map(Sql::string).orElse(NULL));
  }

  Literals<T> number(String name, Function<T, Long> value) {
    return column(name, "Int64", row -> Long.toString(value.apply(row)));
  }

  Literals<T> optionalNumber(String name, Function<T, Optional<Long>> value) {
    return column(
        name, "Nullable(Int64)", row -> value.apply(row).map(Object::toString).orElse(NULL));
  }

  Literals<T> time(String name, Function<T, Instant> value) {
    return column(name, "DateTime64(3, 'UTC')", row -> literal(value.apply(row)));
  }

  Literals<T> optionalTime(String name, Function<T, Optional<Instant>> value) {
    return column(
        name,
        "Nullable(DateTime64(3, 'UTC'))",
        row -> value.apply(row).map(Literals::literal).orElse(NULL));
  }

  /** The query; without rows, one that answers none. */
  String sql(List<T> rows) {
    String structure =
        Sql.string(
            columns.stream()
                .map(column -> column.name() + " " + column.type())
                .collect(Collectors.joining(", ")));
    if (rows.isEmpty()) {
      String nothing =
          columns.stream()
              .map(column ->
                  "defaultValueOfTypeName(" + Sql.string(column.type()) + ") AS " + column.name())
              .collect(Collectors.joining(", "));
      return "SELECT " + nothing + " WHERE 0";
    }
    return rows.stream()
        .map(row ->
            columns.stream()
                .map(column -> column.literal().apply(row))
                .collect(Collectors.joining(", ", "(", ")")))
        .collect(Collectors.joining(", ", "SELECT * FROM values(" + structure + ", ", ")"));
  }

  private Literals<T> column(String name, String type, Function<T, String> literal) {
    columns.add(new Column<>(name, type, literal));
    return this;
  }

  private static String literal(Instant time) {
    return Sql.string(MILLIS.format(time));
  }
}
