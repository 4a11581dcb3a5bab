package dev.nightjar.clickhouse.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.block.ArrayColumn;
import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.clickhouse.block.BlockColumn;
import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.clickhouse.block.StringColumn;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.clickhouse.type.ClickHouseType;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks go in and are read back, for each type at its limits. */
public abstract class NativeInsertContract {

  static Stream<Arguments> limits() {
    return Stream.of(
        of("String", strings("", "abc", "tab\t, quote ', 🦉"), "", "abc", "tab\t, quote ', 🦉"),
        of("FixedString(4)", strings("ab", "abcd"), "ab", "abcd"),
        of("Bool", longs(0, 1), "false", "true"),
        of("Int8", longs(-128, 127), "-128", "127"),
        of("UInt8", longs(0, 255), "0", "255"),
        of("Int16", longs(-32768, 32767), "-32768", "32767"),
        of("UInt16", longs(0, 65535), "0", "65535"),
        of("Int32", longs(Integer.MIN_VALUE, Integer.MAX_VALUE), "-2147483648", "2147483647"),
        of("UInt32", longs(0, 4294967295L), "0", "4294967295"),
        of(
            "Int64",
            longs(Long.MIN_VALUE, Long.MAX_VALUE),
            "-9223372036854775808",
            "9223372036854775807"),
        of("UInt64", longs(0, -1), "0", "18446744073709551615"),
        of(
            "Int128",
            List.of(fixed(c -> c.append(Long.MIN_VALUE, 0)), fixed(c -> c.append(-1, -1))),
            "-170141183460469231731687303715884105728",
            "-1"),
        of(
            "UInt128",
            List.of(fixed(c -> c.append(-1, -1)), fixed(c -> c.append(1, 0))),
            "340282366920938463463374607431768211455",
            "18446744073709551616"),
        of(
            "UInt256",
            List.of(fixed(c -> c.append(-1, -1, -1, -1)), fixed(c -> c.append(0, 0, 1, 0))),
            "115792089237316195423570985008687907853269984665640564039457584007913129639935",
            "18446744073709551616"),
        of(
            "Float32",
            longs(Float.floatToRawIntBits(-0.5f), Float.floatToRawIntBits(Float.MAX_VALUE)),
            "-0.5",
            "3.4028235e38"),
        of(
            "Float64",
            longs(
                Double.doubleToRawLongBits(0.1),
                Double.doubleToRawLongBits(Double.MIN_VALUE),
                Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY)),
            "0.1",
            "5e-324",
            "-inf"),
        of("Date", longs(0, 65535), "1970-01-01", "2149-06-06"),
        of("DateTime('UTC')", longs(0, 4294967295L), "1970-01-01 00:00:00", "2106-02-07 06:28:15"),
        of("DateTime('America/New_York')", longs(86400), "1970-01-01 19:00:00"),
        of(
            "DateTime64(3, 'UTC')",
            longs(-2208988800000L, 1, 10413791999999L),
            "1900-01-01 00:00:00.000",
            "1970-01-01 00:00:00.001",
            "2299-12-31 23:59:59.999"),
        of("DateTime64(9, 'UTC')", longs(1), "1970-01-01 00:00:00.000000001"),
        of("Nullable(String)", orNull(strings("a")), "a", "NULL"),
        of("Nullable(Int64)", orNull(longs(7)), "7", "NULL"),
        of("Nullable(Bool)", orNull(longs(1)), "true", "NULL"),
        of(
            "Nullable(DateTime64(3, 'UTC'))",
            orNull(longs(1500)),
            "1970-01-01 00:00:01.500",
            "NULL"),
        of("LowCardinality(String)", strings("a", "b", "a"), "a", "b", "a"),
        of("LowCardinality(Nullable(String))", orNull(strings("a")), "a", "NULL"),
        of("LowCardinality(FixedString(2))", strings("a"), "a"),
        of("Array(String)", array(strings("x", "y'")), "['x','y\\'']", "[]"),
        of("Array(Int64)", array(longs(-1, 1)), "[-1,1]", "[]"),
        of("Array(Nullable(Float64))", array(orNull(longs(0))), "[0,NULL]", "[]"),
        of("Array(LowCardinality(String))", array(strings("x", "x")), "['x','x']", "[]"),
        of("Array(Array(UInt8))", array(array(longs(1, 2))), "[[1,2],[]]", "[]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("limits")
  void readsBackWhatItWrote(
      String type, List<Consumer<Column>> values, List<String> expected, ClickHouse clickHouse) {
    try (TestDatabase database = TestDatabase.fresh("limits", () -> clickHouse)) {
      database.execute("CREATE TABLE t (v " + type + ", n UInt32) ENGINE = MergeTree ORDER BY n");
      BlockBuilder builder = builder("v " + type, "n UInt32");
      for (Consumer<Column> value : values) {
        value.accept(builder.column(0));
        ((FixedColumn) builder.column(1)).append(builder.rows());
        builder.endRow();
      }

      database.clickHouse().insert(Insert.of(database.table("t"), builder.finish()));

      assertThat(database.rows("SELECT toString(v) AS v FROM t ORDER BY n"))
          .containsExactly(expected.toArray(String[]::new));
    }
  }

  @Test
  void writesAHiddenVersionThatDecidesFinal(TestDatabase database) {
    database.execute(
        "CREATE TABLE versions (id String, v String, _is_deleted UInt8,"
            + " _version UInt256 MATERIALIZED 0)"
            + " ENGINE = ReplacingMergeTree(_version, _is_deleted) ORDER BY id");
    BlockBuilder builder =
        builder("id String", "v String", "_is_deleted UInt8", "_version UInt256");
    versionRow(builder, "a", "new", 0, 9);
    versionRow(builder, "a", "old", 0, 8);
    versionRow(builder, "b", "gone", 1, 2);
    versionRow(builder, "b", "was here", 0, 1);

    database.clickHouse().insert(Insert.of(database.table("versions"), builder.finish()));

    assertThat(database.text("SELECT * FROM versions FINAL")).isEqualTo("a\tnew\t0");
    assertThat(database.text("SELECT _version FROM versions FINAL WHERE id = 'a'")).isEqualTo("9");
  }

  @Test
  void leavesDefaultsToTheTable(TestDatabase database) {
    database.execute(
        "CREATE TABLE defaults (id Int64, constant String DEFAULT 'none',"
            + " computed Int64 DEFAULT id * 2, present String DEFAULT 'unused')"
            + " ENGINE = MergeTree ORDER BY id");
    BlockBuilder builder =
        builder("id Int64", "computed Nullable(Int64)", "present Nullable(String)");
    ((FixedColumn) builder.column(0)).append(21);
    builder.column(1).appendNull();
    ((StringColumn) builder.column(2)).append("here".getBytes(UTF_8));
    builder.endRow();

    database.clickHouse().insert(Insert.of(database.table("defaults"), builder.finish()));

    assertThat(database.text("SELECT id, constant, computed, present FROM defaults"))
        .isEqualTo("21\tnone\t42\there");
  }

  private static void versionRow(
      BlockBuilder builder, String id, String value, int deleted, long version) {
    ((StringColumn) builder.column(0)).append(id.getBytes(UTF_8));
    ((StringColumn) builder.column(1)).append(value.getBytes(UTF_8));
    ((FixedColumn) builder.column(2)).append(deleted);
    ((FixedColumn) builder.column(3)).append(0, 0, 0, version);
    builder.endRow();
  }

  private static Arguments of(String type, List<Consumer<Column>> values, String... expected) {
    return Arguments.of(type, values, List.of(expected));
  }

  private static List<Consumer<Column>> strings(String... values) {
    return Stream.of(values).map(value -> write(value.getBytes(UTF_8))).toList();
  }

  private static Consumer<Column> write(byte[] bytes) {
    return column -> {
      if (column instanceof StringColumn strings) {
        strings.append(bytes);
      } else {
        ((FixedColumn) column).append(bytes, 0, bytes.length);
      }
    };
  }

  private static List<Consumer<Column>> longs(long... values) {
    return LongStream.of(values).mapToObj(value -> fixed(column -> column.append(value))).toList();
  }

  private static Consumer<Column> fixed(Consumer<FixedColumn> write) {
    return column -> write.accept((FixedColumn) column);
  }

  private static List<Consumer<Column>> orNull(List<Consumer<Column>> values) {
    return Stream.concat(values.stream(), Stream.<Consumer<Column>>of(Column::appendNull)).toList();
  }

  /** One array with the values, and an empty one. */
  private static List<Consumer<Column>> array(List<Consumer<Column>> values) {
    return List.of(
        column -> {
          ArrayColumn array = (ArrayColumn) column;
          values.forEach(value -> value.accept(array.element()));
          array.endArray();
        },
        column -> ((ArrayColumn) column).endArray());
  }

  private static BlockBuilder builder(String... columns) {
    return new BlockBuilder(
        Stream.of(columns)
            .map(column -> column.split(" ", 2))
            .map(parts -> new BlockColumn(parts[0], ClickHouseType.parse(parts[1])))
            .toList());
  }
}
