package dev.nightjar.server.service;

import dev.nightjar.clickhouse.block.BlockColumn;
import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.clickhouse.block.StringColumn;
import dev.nightjar.clickhouse.type.ClickHouseType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A column of a table of the service database, and where its values come from.
 *
 * @param <T> what a row is made from
 * @param type String or one of 64 bits at most
 */
record ServiceColumn<T>(String name, String type, Writer<T> writer) {

  /** Appends one value. */
  interface Writer<T> {
    void write(Column column, T row);
  }

  /** A text. */
  static <T> ServiceColumn<T> text(String name, Function<T, String> value) {
    return new ServiceColumn<>(
        name,
        "String",
        (column, row) ->
            ((StringColumn) column).append(value.apply(row).getBytes(StandardCharsets.UTF_8)));
  }

  /** A text of which there are few. */
  static <T> ServiceColumn<T> word(String name, Function<T, String> value) {
    return new ServiceColumn<>(name, "LowCardinality(String)", text(name, value).writer());
  }

  /** A number. */
  static <T> ServiceColumn<T> number(String name, String type, ToLongFunction<T> value) {
    return new ServiceColumn<>(
        name, type, (column, row) -> ((FixedColumn) column).append(value.applyAsLong(row)));
  }

  /** A moment, in microseconds. */
  static <T> ServiceColumn<T> time(String name, Function<T, Instant> value) {
    return number(
        name,
        "DateTime64(6, 'UTC')",
        row -> ChronoUnit.MICROS.between(Instant.EPOCH, value.apply(row)));
  }

  BlockColumn blockColumn() {
    return new BlockColumn(name, ClickHouseType.parse(type));
  }
}
