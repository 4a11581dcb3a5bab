package dev.nightjar.mirror.row;

import static dev.nightjar.mirror.row.DatasourceBuilder.datasource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.clickhouse.block.BlockColumn;
import dev.nightjar.clickhouse.block.NativeBlock;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.ExportLine;
import dev.nightjar.dynamodb.change.StreamRecords;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import dev.nightjar.dynamodb.testing.TypedJson;
import dev.nightjar.dynamodb.testing.Value;
import dev.nightjar.dynamodb.testing.Values;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** An item's row is the same wherever the item comes from, and its record is the item. */
class RowEqualityTest {
  private static final List<KeyAttribute> PK =
      List.of(new KeyAttribute("pk", Role.HASH, ScalarType.S));

  private static final MirroredSchema SCHEMA = schema(file());

  /** Columns of many types, all over the same few attributes. */
  private static DatasourceBuilder file() {
    return datasource()
        .column("pk", "String", "$.Item.pk")
        .column("text_a", "String", "$.Item.a")
        .column("list_a", "Array(String)", "$.Item.a")
        .column("numbers_a", "Array(Nullable(Float64))", "$.Item.a")
        .column("map_a", "Map(String, Nullable(String))", "$.Item.a")
        .column("json_a", "JSON", "$.Item.a")
        .column("bool_a", "Nullable(Bool)", "$.Item.a")
        .column("decimal_b", "Nullable(Decimal(38, 5))", "$.Item.b")
        .column("integer_b", "Int64", "$.Item.b", "7")
        .column("wide_b", "Int256", "$.Item.b")
        .column("float_b", "Float64", "$.Item.b")
        .column("time_b", "DateTime64(3)", "$.Item.b")
        .column("date_b", "Date32", "$.Item.b")
        .column("low_b", "LowCardinality(String)", "$.Item.b")
        .column("fixed_b", "FixedString(8)", "$.Item.b")
        .column("tuple_c", "Tuple(a String, b Nullable(Float64))", "$.Item.c")
        .column("deep_c", "String", "$.Item.c.a")
        .column("uuid_b", "Nullable(UUID)", "$.Item.b")
        .column("address_b", "IPv6", "$.Item.b")
        .column("enum_b", "Enum8('a' = 1, 'z' = 2)", "$.Item.b")
        .column("lists_a", "Array(Array(LowCardinality(String)))", "$.Item.a")
        .column("maps_c", "Map(String, Array(Nullable(Int64)))", "$.Item.c")
        .column("keys", "String", "$.Keys")
        .column("key", "LowCardinality(String)", "$.Keys.pk")
        .column("no_key", "Nullable(String)", "$.Keys.a")
        .column("new_a", "String", "$.NewImage.a", "'none'")
        .column("json", "JSON", "$.NewImage")
        .column("map", "Map(String, String)", "$.Item");
  }

  /** What tells where a row came from. */
  private static final List<String> OF_THE_SOURCE =
      List.of("_timestamp", "_event_name", "_old_record", "_version");

  private final RowEncoder encoder = RowEncoder.of(SCHEMA);

  private static MirroredSchema schema(DatasourceBuilder file) {
    return switch (MirroredSchema.of(file.build(), PK)) {
      case SchemaReading.Compiled compiled -> compiled.schema();
      case SchemaReading.Refused refused -> throw new AssertionError(refused.problems());
    };
  }

  @Provide
  Arbitrary<Value.Document> items() {
    return Values.items().map(RowEqualityTest::keyed);
  }

  @Provide
  Arbitrary<List<Value.Document>> manyItems() {
    return items().list().ofSize(60);
  }

  /** The same with a key, and with names for its first attributes. */
  private static Value.Document keyed(Value.Document item) {
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("pk", new Value.Text("key"));
    Iterator<String> names = List.of("a", "b", "c").iterator();
    item.members()
        .forEach(
            (name, value) -> members.putIfAbsent(names.hasNext() ? names.next() : name, value));
    return new Value.Document(members);
  }

  @Property(tries = 250)
  void theRowOfAnExportLineIsThatOfAStreamRecord(
      @ForAll("items") Value.Document item, @ForAll long seed) {
    Random random = new Random(seed);

    Map<String, byte[]> exported = row(exportLine(TypedJson.anyhow(item, random)), 0);
    Map<String, byte[]> streamed =
        row(streamRecord(TypedJson.anyhow(item, random), TypedJson.anyhow(item, random)), 3);

    assertThat(exported.keySet()).isEqualTo(streamed.keySet()).containsAll(OF_THE_SOURCE);
    exported.forEach((column, bytes) -> {
      if (!OF_THE_SOURCE.contains(column)) {
        assertThat(streamed.get(column)).as(column).isEqualTo(bytes);
      }
    });
    OF_THE_SOURCE.forEach(
        column -> assertThat(streamed.get(column)).as(column).isNotEqualTo(exported.get(column)));
  }

  @Property(tries = 250)
  void theRecordParsedAgainIsTheItem(@ForAll("items") Value.Document item, @ForAll long seed) {
    byte[] typed = TypedJson.anyhow(item, new Random(seed));

    byte[] record = row(exportLine(typed), 0).get("_record");

    assertThat(ParsedRecord.parse(text(record))).isEqualTo(ParsedRecord.of(item));
  }

  @Property(tries = 6, shrinking = ShrinkingMode.OFF)
  void everyItemGoesIntoClickHouse(
      @ForAll("manyItems") List<Value.Document> items, @ForAll long seed) {
    Random random = new Random(seed);
    try (TestDatabase database = TestDatabase.fresh("everyitem")) {
      MirroredRows mirrored = new MirroredRows(database, file(), PK);
      for (int i = 0; i < items.size(); i++) {
        Map<String, Value> members = new LinkedHashMap<>(items.get(i).members());
        members.put("pk", new Value.Text("key " + i));
        byte[] typed = TypedJson.anyhow(new Value.Document(members), random);
        mirrored.export(new String(typed, StandardCharsets.UTF_8));
      }
      mirrored.insert();

      assertThat(mirrored.select("count(), countIf(isValidJSON(_record))"))
          .isEqualTo(items.size() + "\t" + items.size());
    }
  }

  private static Change exportLine(byte[] item) {
    byte[] line =
        concat(
            "{\"Item\":".getBytes(StandardCharsets.UTF_8),
            item,
            "}".getBytes(StandardCharsets.UTF_8));
    return new ExportLine(1_721_900_000_000L).parse(line, 0, line.length);
  }

  private static Change streamRecord(byte[] newImage, byte[] oldImage) {
    byte[] body =
        concat(
            """
            {"Records":[{"eventName":"MODIFY","dynamodb":{"ApproximateCreationDateTime":1721904397,
              "SequenceNumber":"77","Keys":{"pk":{"S":"key"}},"NewImage":\
            """
                .getBytes(StandardCharsets.UTF_8),
            newImage,
            ",\"OldImage\":".getBytes(StandardCharsets.UTF_8),
            oldImage,
            "}}]}".getBytes(StandardCharsets.UTF_8));
    return StreamRecords.parse(body, body.length).change(0);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** The bytes of one row by column. */
  private Map<String, byte[]> row(Change change, long depth) {
    BlockBuilder rows = encoder.rows();
    assertThat(encoder.append(change, 1, depth, rows, encoder.quarantine()))
        .isNotEqualTo(Outcome.WITHHELD);
    NativeBlock block = rows.finish();
    Map<String, String> columnsByHeader = new HashMap<>();
    for (BlockColumn column : block.columns()) {
      columnsByHeader.put(header(column), column.name());
    }
    Map<String, ByteArrayOutputStream> values = new LinkedHashMap<>();
    String[] current = {"the block's head"};
    block.writeTo((array, offset, length) -> {
      String piece = new String(array, offset, length, StandardCharsets.ISO_8859_1);
      if (columnsByHeader.containsKey(piece)) {
        current[0] = columnsByHeader.get(piece);
        values.put(current[0], new ByteArrayOutputStream());
      } else if (values.containsKey(current[0])) {
        values.get(current[0]).write(array, offset, length);
      }
    });
    assertThat(values).hasSameSizeAs(block.columns());
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    values.forEach((column, written) -> bytes.put(column, written.toByteArray()));
    return bytes;
  }

  /** A column's name and type as they stand in a Native block. */
  private static String header(BlockColumn column) {
    String type =
        column
            .type()
            .toString()
            .replace("LowCardinality(String)", "String")
            .replace("JSON", "String");
    return (char) column.name().length() + column.name() + (char) type.length() + type;
  }

  /** The one value of a String column. */
  private static String text(byte[] column) {
    int start = 0;
    while (column[start] < 0) {
      start++;
    }
    return new String(column, start + 1, column.length - start - 1, StandardCharsets.UTF_8);
  }
}
