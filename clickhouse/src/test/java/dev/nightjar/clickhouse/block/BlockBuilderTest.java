package dev.nightjar.clickhouse.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.type.ClickHouseType;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bytes of Native blocks; that ClickHouse understands them is NativeInsertTest's matter. */
class BlockBuilderTest {

  @Test
  void writesStringsWithTheirLengths() {
    BlockBuilder builder = builder("s String");
    StringColumn s = (StringColumn) builder.column(0);

    s.append("xxabcxx".getBytes(UTF_8), 2, 3);
    builder.endRow();
    s.append(new byte[0]);
    builder.endRow();

    assertThat(hex(builder))
        .isEqualToIgnoringWhitespace("01 02" + "01 73" + "06 537472696e67" + "03 616263 00");
  }

  @Test
  void writesTheNullMapBeforeTheValues() {
    BlockBuilder builder = builder("n Nullable(Int16)");
    FixedColumn n = (FixedColumn) builder.column(0);

    n.append(-2);
    builder.endRow();
    n.appendNull();
    builder.endRow();
    n.append(258);
    builder.endRow();

    assertThat(hex(builder))
        .isEqualToIgnoringWhitespace(
            "01 03" + "01 6e" + name("Nullable(Int16)") + "00 01 00" + "feff 0000 0201");
  }

  @Test
  void writesAllEndsOfArraysBeforeTheirElements() {
    BlockBuilder builder = builder("a Array(Nullable(String))");
    ArrayColumn a = (ArrayColumn) builder.column(0);
    StringColumn element = (StringColumn) a.element();

    element.append("x".getBytes(UTF_8));
    element.appendNull();
    a.endArray();
    builder.endRow();
    a.endArray();
    builder.endRow();

    assertThat(hex(builder))
        .isEqualToIgnoringWhitespace(
            "01 02"
                + "01 61"
                + name("Array(Nullable(String))")
                + "0200000000000000 0200000000000000"
                + "00 01"
                + "01 78 00");
  }

  @Test
  void writesWideNumbersFromTheLowestByteOn() {
    BlockBuilder builder = builder("w UInt256", "u UInt128");
    ((FixedColumn) builder.column(0)).append(4, 3, 2, 1);
    ((FixedColumn) builder.column(1)).append(2, 1);
    builder.endRow();

    assertThat(hex(builder))
        .isEqualToIgnoringWhitespace(
            "02 01"
                + "01 77"
                + name("UInt256")
                + "0100000000000000 0200000000000000 0300000000000000 0400000000000000"
                + "01 75"
                + name("UInt128")
                + "0100000000000000 0200000000000000");
  }

  @Test
  void leavesLowCardinalityToClickHouse() {
    BlockBuilder builder = builder("l LowCardinality(Nullable(String))");
    builder.column(0).appendEmpty();
    builder.endRow();

    assertThat(hex(builder))
        .isEqualToIgnoringWhitespace("01 01" + "01 6c" + name("Nullable(String)") + "01 00");
  }

  @Test
  void forgetsAHalfWrittenRow() {
    BlockBuilder builder =
        builder(
            "s Nullable(String)",
            "i Int64",
            "a Array(Nullable(Int8))",
            "w FixedString(3)",
            "m Map(String, Int16)",
            "t Tuple(UInt8, Array(UInt8))");
    for (int i = 0; i < 3; i++) {
      writeRow(builder, i);
      builder.endRow();
    }
    String before = hex(builder);
    long bytes = builder.bytes();

    writeRow(builder, 9);
    builder.undoRow();

    assertThat(builder.rows()).isEqualTo(3);
    assertThat(builder.bytes()).isEqualTo(bytes);
    assertThat(hex(builder)).isEqualToIgnoringWhitespace(before);
  }

  @Test
  void writesTheSameAfterClearing() {
    BlockBuilder builder =
        builder(
            "s Nullable(String)",
            "i Int64",
            "a Array(Nullable(Int8))",
            "w FixedString(3)",
            "m Map(String, Int16)",
            "t Tuple(UInt8, Array(UInt8))");
    writeRow(builder, 1);
    builder.endRow();
    String first = hex(builder);

    builder.clear();
    assertThat(builder.rows()).isZero();
    assertThat(builder.bytes()).isZero();
    writeRow(builder, 1);
    builder.endRow();

    assertThat(hex(builder)).isEqualToIgnoringWhitespace(first);
  }

  @Test
  void tellsItsSizeBeforeItIsWritten() {
    BlockBuilder builder = builder("s String", "n Nullable(UInt8)");
    for (int i = 0; i < 300; i++) {
      ((StringColumn) builder.column(0)).append(new byte[i]);
      ((FixedColumn) builder.column(1)).append(i);
      builder.endRow();
    }

    NativeBlock block = builder.finish();

    assertThat(block.rows()).isEqualTo(300);
    assertThat(block.bytes()).isEqualTo(bytes(block).length);
    assertThat(block.columns()).extracting(BlockColumn::name).containsExactly("s", "n");
  }

  @Test
  void takesColumnsOfAnAnswerBesidesItsOwn() {
    BlockBuilder answered = builder("a UInt8", "b String");
    BlockBuilder own = builder("c UInt8");
    for (int i = 0; i < 200; i++) {
      ((FixedColumn) answered.column(0)).append(i);
      ((StringColumn) answered.column(1)).append(new byte[i]);
      answered.endRow();
      ((FixedColumn) own.column(0)).append(i + 1);
      own.endRow();
    }
    List<BlockColumn> columns = answered.finish().columns();

    NativeBlock block = own.finish().behind(columns, bytes(answered.finish()));

    BlockBuilder all = builder("a UInt8", "b String", "c UInt8");
    for (int i = 0; i < 200; i++) {
      ((FixedColumn) all.column(0)).append(i);
      ((StringColumn) all.column(1)).append(new byte[i]);
      ((FixedColumn) all.column(2)).append(i + 1);
      all.endRow();
    }
    assertThat(bytes(block)).isEqualTo(bytes(all.finish()));
    assertThat(block.bytes()).isEqualTo(bytes(block).length);
    assertThat(block.columns()).extracting(BlockColumn::name).containsExactly("a", "b", "c");
  }

  @Test
  void refusesAnAnswerOfOtherRows() {
    BlockBuilder answered = builder("a UInt8");
    ((FixedColumn) answered.column(0)).append(1);
    answered.endRow();
    byte[] answer = bytes(answered.finish());
    List<BlockColumn> columns = answered.finish().columns();
    BlockBuilder own = builder("c UInt8");
    for (int i = 0; i < 2; i++) {
      ((FixedColumn) own.column(0)).append(i);
      own.endRow();
    }

    assertThatThrownBy(() -> own.finish().behind(columns, answer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a block of 1 columns and 1 rows where 1 and 2 were asked for");
    assertThatThrownBy(() -> own.finish().behind(columns, new byte[0]))
        .hasMessage("a block of 0 columns and 0 rows where 1 and 2 were asked for");
    assertThatThrownBy(() -> own.finish().behind(columns, new byte[] {1, -1}))
        .hasMessage("no block of the format Native");
  }

  @Test
  void refusesARowThatIsNotWhole() {
    BlockBuilder builder = builder("a Int8", "b Int8");
    ((FixedColumn) builder.column(0)).append(1);

    assertThatThrownBy(builder::endRow)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("column b has 0 values for this row");

    ((FixedColumn) builder.column(1)).append(1);
    ((FixedColumn) builder.column(1)).append(1);
    assertThatThrownBy(builder::endRow).hasMessage("column b has 2 values for this row");
  }

  @Test
  void refusesValuesThatAreNotTheColumns() {
    BlockBuilder builder = builder("a Int8", "w UInt256", "f FixedString(2)");

    assertThatThrownBy(() -> builder.column(0).appendNull())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ((FixedColumn) builder.column(1)).append(1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ((FixedColumn) builder.column(0)).append(0, 0, 0, 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ((FixedColumn) builder.column(2)).append(new byte[3], 0, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesTheEndsOfMapsThenTheirKeysThenTheirValues() {
    BlockBuilder builder = builder("m Map(LowCardinality(String), Nullable(UInt8))");
    MapColumn map = (MapColumn) builder.column(0);

    ((StringColumn) map.keys()).append("k".getBytes(UTF_8));
    ((FixedColumn) map.values()).append(7);
    map.endMap();
    builder.endRow();
    map.appendEmpty();
    builder.endRow();

    assertThat(hex(builder))
        .isEqualToIgnoringWhitespace(
            "01 02"
                + "01 6d"
                + name("Map(String, Nullable(UInt8))")
                + "0100000000000000 0100000000000000"
                + "01 6b"
                + "00 07");
  }

  @Test
  void writesTuplesElementByElement() {
    BlockBuilder builder = builder("t Tuple(a UInt8, b Nullable(String))");
    TupleColumn tuple = (TupleColumn) builder.column(0);

    ((FixedColumn) tuple.element(0)).append(1);
    ((StringColumn) tuple.element(1)).append("x".getBytes(UTF_8));
    tuple.endTuple();
    builder.endRow();
    tuple.appendEmpty();
    builder.endRow();

    assertThat(hex(builder))
        .isEqualToIgnoringWhitespace(
            "01 02"
                + "01 74"
                + name("Tuple(a UInt8, b Nullable(String))")
                + "01 00"
                + "00 01"
                + "01 78 00");
  }

  @Test
  void writesJsonAsText() {
    BlockBuilder builder = builder("j JSON");
    ((StringColumn) builder.column(0)).append("{\"a\":1}".getBytes(UTF_8));
    builder.endRow();
    builder.column(0).appendEmpty();
    builder.endRow();

    assertThat(hex(builder))
        .isEqualToIgnoringWhitespace(
            "01 02" + "01 6a" + name("String") + "07 7b2261223a317d" + "02 7b7d");
  }

  @Test
  void anEmptyEnumIsItsLeastNumber() {
    BlockBuilder builder = builder("e Enum16('b' = 2, 'a' = -2)");
    builder.column(0).appendEmpty();
    builder.endRow();

    assertThat(hex(builder)).endsWith("feff");
  }

  @Test
  void refusesMapsAndTuplesThatAreNotWhole() {
    BlockBuilder builder = builder("m Map(String, UInt8)", "t Tuple(UInt8, UInt8)");
    MapColumn map = (MapColumn) builder.column(0);
    TupleColumn tuple = (TupleColumn) builder.column(1);
    map.keys().appendEmpty();
    ((FixedColumn) tuple.element(0)).append(1);

    assertThatThrownBy(map::endMap).hasMessage("1 keys and 0 values of a map");
    assertThatThrownBy(tuple::endTuple).hasMessage("an element of a tuple has 0 values");
  }

  @Test
  void refusesTypesThatItCannotWrite() {
    assertThatThrownBy(() -> builder("m Nested(a String)"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column m: values of type Nested(a String) cannot be written");
    assertThat(BlockBuilder.writes(ClickHouseType.parse("Map(String, Variant(String))"))).isFalse();
    assertThat(BlockBuilder.writes(ClickHouseType.parse("Tuple()"))).isFalse();
    assertThat(BlockBuilder.writes(ClickHouseType.parse("Array(JSON)"))).isTrue();
    assertThat(BlockBuilder.writes(ClickHouseType.parse("Array(LowCardinality(String))"))).isTrue();
  }

  private static void writeRow(BlockBuilder builder, int i) {
    StringColumn s = (StringColumn) builder.column(0);
    ArrayColumn a = (ArrayColumn) builder.column(2);
    if (i % 2 == 0) {
      s.appendNull();
    } else {
      s.append(("row " + i).getBytes(UTF_8));
    }
    ((FixedColumn) builder.column(1)).append(i);
    for (int k = 0; k < i; k++) {
      ((FixedColumn) a.element()).append(k);
    }
    a.element().appendEmpty();
    a.endArray();
    ((FixedColumn) builder.column(3)).append(new byte[] {(byte) i}, 0, 1);
    MapColumn m = (MapColumn) builder.column(4);
    ((StringColumn) m.keys()).append(("key " + i).getBytes(UTF_8));
    ((FixedColumn) m.values()).append(i);
    m.endMap();
    TupleColumn t = (TupleColumn) builder.column(5);
    ((FixedColumn) t.element(0)).append(i);
    t.element(1).appendEmpty();
    t.endTuple();
  }

  private static BlockBuilder builder(String... columns) {
    return new BlockBuilder(
        Stream.of(columns)
            .map(column -> column.split(" ", 2))
            .map(parts -> new BlockColumn(parts[0], ClickHouseType.parse(parts[1])))
            .toList());
  }

  private static String name(String name) {
    return "%02x".formatted(name.length()) + HexFormat.of().formatHex(name.getBytes(UTF_8));
  }

  private static String hex(BlockBuilder builder) {
    return HexFormat.of().formatHex(bytes(builder.finish()));
  }

  private static byte[] bytes(NativeBlock block) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    block.writeTo((array, offset, length) ->
        out.writeBytes(Arrays.copyOfRange(array, offset, offset + length)));
    return out.toByteArray();
  }
}
