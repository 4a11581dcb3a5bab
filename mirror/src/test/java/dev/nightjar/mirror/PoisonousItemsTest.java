package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.status.MirrorState;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Items at the edges of what DynamoDB takes, through an export and through the stream: their rows
 * are the same, and hold what was written.
 */
@ExtendWith(EmbeddedEngine.class)
class PoisonousItemsTest {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNameLength(1 << 20).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .build();

  /** Numbers are equal whatever their digits. */
  private static final Comparator<JsonNode> BY_VALUE =
      (one, other) ->
          one.isNumber() && other.isNumber()
              ? one.decimalValue().compareTo(other.decimalValue())
              : one.equals(other) ? 0 : 1;

  private static final String FILE =
      """
      SCHEMA >
          `pk` String `json:$.Item.pk`,
          `sk` String `json:$.Item.sk`,
          `text` String `json:$.Item.v`,
          `low` LowCardinality(String) `json:$.Item.v`,
          `fixed` FixedString(16) `json:$.Item.v`,
          `int8` Int8 `json:$.Item.v`,
          `int64` Int64 `json:$.Item.v`,
          `int256` Int256 `json:$.Item.v`,
          `float32` Float32 `json:$.Item.v`,
          `float64` Nullable(Float64) `json:$.Item.v`,
          `decimal` Decimal(76, 38) `json:$.Item.v`,
          `bool` Nullable(Bool) `json:$.Item.v`,
          `date` Date32 `json:$.Item.v`,
          `time` DateTime64(9) `json:$.Item.v`,
          `uuid` UUID `json:$.Item.v`,
          `address` IPv6 `json:$.Item.v`,
          `texts` Array(String) `json:$.Item.v`,
          `numbers` Array(Decimal(76, 38)) `json:$.Item.v[:]`,
          `map` Map(String, String) `json:$.Item.v`,
          `json` JSON `json:$.Item.v`,
          `tuple` Tuple(a String, b Nullable(Int64)) `json:$.Item.v`,
          `dotted` String `json:$.Item."a.b"`,
          `dollar` String `json:$.Item."$"`,
          `version` String `json:$.Item._version`,
          `keys` String `json:$.Keys`,
          `item` String `json:$.Item`,
          `all` Map(String, String) `json:$.NewImage`,
          `_record` String `json:$.NewImage`,
          `_old_record` Nullable(String) `json:$.OldImage`,
          `_event_name` LowCardinality(String) `json:$.eventName`

      ENGINE "ReplacingMergeTree"
      ENGINE_SORTING_KEY pk, sk
      """;

  private static final String COMPARED =
      "* EXCEPT (_timestamp, _event_name, _old_record, _version), JSONAllPaths(json)";

  @TempDir Path directory;

  /** By key; each is put before the mirror starts, and again when it is LIVE. */
  private static Map<String, Map<String, AttributeValue>> items() {
    Map<String, AttributeValue> values = new LinkedHashMap<>();
    values.put("digits", number("12345678901234567890123456789012345678"));
    values.put("digits behind the point", number("-1.2345678901234567890123456789012345678"));
    values.put("least", number("1E-130"));
    values.put("most", number("9.9999999999999999999999999999999999999E+125"));
    values.put("most negative", number("-9.9999999999999999999999999999999999999E+125"));
    values.put("minus zero", number("-0"));
    values.put("trailing zeros", number("100.00"));
    values.put("the 17th digit", number("12345678901234567"));
    values.put("the 17th digit, one more", number("12345678901234568"));
    values.put("no text", AttributeValue.fromS(""));
    values.put("no bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[0])));
    values.put(
        "bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1, 127, -128})));
    values.put("controls", AttributeValue.fromS(controls()));
    values.put("planes", AttributeValue.fromS("\uFEFF\u2028\u2029\uFFFF\uFFFE😀\uDBFF\uDFFF"));
    values.put("looks like JSON", AttributeValue.fromS("\"}]},{\\u0000\\ud800"));
    values.put("looks like SQL", AttributeValue.fromS("'); DROP TABLE x; --\t\\N"));
    values.put("nothing", AttributeValue.fromNul(true));
    values.put("false", AttributeValue.fromBool(false));
    values.put("empty map", AttributeValue.fromM(Map.of()));
    values.put("empty list", AttributeValue.fromL(List.of()));
    values.put(
        "texts", AttributeValue.fromSs(List.of("b", "", "a", "\u0000", "é", "😀", "\uFF5E")));
    values.put("numbers", AttributeValue.fromNs(List.of("10", "9", "-1E-3", "1E+20", "0.5")));
    values.put(
        "binaries",
        AttributeValue.fromBs(
            List.of(
                SdkBytes.fromByteArray(new byte[] {-1}),
                SdkBytes.fromByteArray(new byte[] {0}),
                SdkBytes.fromUtf8String("text"))));
    values.put("31 maps deep", nested(true));
    values.put("31 lists deep", nested(false));
    values.put("400 KB of escapes", AttributeValue.fromS("\u0001".repeat(400_000)));
    values.put("400 KB of quotes", AttributeValue.fromS("\"\\".repeat(200_000)));
    Map<String, Map<String, AttributeValue>> items = new LinkedHashMap<>();
    values.forEach((name, value) -> items.put(name, item(name, Map.of("v", value))));
    items.put("names", item("names", oddNames()));
    items.put("\u0000\n\t'`\"\\,%😀", item("\u0000\n\t'`\"\\,%😀", Map.of()));
    return items;
  }

  private static Map<String, AttributeValue> oddNames() {
    Map<String, AttributeValue> names = new HashMap<>();
    for (String name :
        List.of(
            "a.b",
            "a",
            "it's \"`\"",
            "\n",
            "\\",
            "$",
            "Item",
            "NewImage",
            "\u0000",
            "😀",
            "_version",
            "x".repeat(65_535),
            "[:]",
            "S",
            "pk.")) {
      names.put(name, AttributeValue.fromS("of " + name.length()));
    }
    return names;
  }

  private static Map<String, AttributeValue> item(
      String key, Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> item = new HashMap<>(attributes);
    item.put("pk", AttributeValue.fromS(key));
    item.put("sk", AttributeValue.fromS("s"));
    return item;
  }

  private static AttributeValue number(String digits) {
    return AttributeValue.fromN(digits);
  }

  private static String controls() {
    StringBuilder text = new StringBuilder();
    for (char c = 0; c < 0xA0; c++) {
      text.append(c);
    }
    return text.toString();
  }

  private static AttributeValue nested(boolean maps) {
    AttributeValue value = AttributeValue.fromS("bottom");
    for (int i = 0; i < 31; i++) {
      value =
          maps
              ? AttributeValue.fromM(Map.of("m", value))
              : AttributeValue.fromL(List.of(value, number("1")));
    }
    return value;
  }

  @Test
  void theExportsRowAndTheStreamsAreTheSame(TestDatabase database) throws Exception {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "poison")) {
      Map<String, Map<String, AttributeValue>> items = items();
      items.values().forEach(item -> put(world, item));
      start(world, database);

      for (Map<String, AttributeValue> item : items.values()) {
        world.table().delete(item.get("pk").s(), "s");
        put(world, item);
        world.table().delete(item.get("pk").s(), "s");
      }
      world.awaitCaughtUp();

      int number = items.size();
      assertThat(counted(database, "EXPORT")).isEqualTo(number + "\t" + number);
      // The first puts are in the stream too, after the boundary.
      assertThat(counted(database, "INSERT")).isEqualTo(number + "\t" + 2 * number);
      assertThat(counted(database, "REMOVE")).isEqualTo(number + "\t" + 2 * number);
      List<String> exported = rows(database, COMPARED, "EXPORT");
      List<String> streamed = rows(database, COMPARED, "INSERT");
      assertThat(streamed).hasSameSizeAs(exported).hasSize(number);
      for (int i = 0; i < number; i++) {
        assertThat(streamed.get(i)).isEqualTo(exported.get(i));
      }
      assertThat(misfits(database, "EXPORT")).isNotEmpty().isEqualTo(misfits(database, "INSERT"));
      assertThat(rows(database, "pk, _old_record AS record", "REMOVE"))
          .isEqualTo(rows(database, "pk, _record AS record", "EXPORT"));
      assertThat(database.text("SELECT count() FROM poison FINAL")).isEqualTo("0");
      for (Map<String, AttributeValue> item : items.values()) {
        JsonNode record = JSON.readTree(record(database, item.get("pk").s()));
        assertThat(record.equals(BY_VALUE, plain(item))).as(item.get("pk").s()).isTrue();
      }
    }
  }

  private static void put(MirrorWorld world, Map<String, AttributeValue> item) {
    world.table().dynamo().putItem(r -> r.tableName("orders").item(item));
  }

  /** Starts the mirror, and a view that keeps every row. */
  private static void start(MirrorWorld world, TestDatabase database) {
    world.open();
    MirrorSpec spec = world.spec(FILE);
    world.mirrors().createTables(spec);
    database.execute(
        "CREATE TABLE seen ENGINE = MergeTree ORDER BY (_event_name, pk) AS"
            + " SELECT *, _version FROM poison");
    database.execute("CREATE MATERIALIZED VIEW see TO seen AS SELECT *, _version FROM poison");
    world.mirrors().start(spec);
    world.awaitState(MirrorState.LIVE);
  }

  /** How many items have a row of an event, and how many rows there are. */
  private static String counted(TestDatabase database, String event) {
    return database.text(
        "SELECT uniqExact(pk), count() FROM seen WHERE _event_name = '%s'".formatted(event));
  }

  private static List<String> rows(TestDatabase database, String columns, String event) {
    return lines(
        database,
        "SELECT DISTINCT %s FROM seen WHERE _event_name = '%s' ORDER BY pk"
            .formatted(columns, event));
  }

  private static List<String> misfits(TestDatabase database, String event) {
    return lines(
        database,
        "SELECT DISTINCT JSONExtractString(change, 'NewImage', 'pk', 'S') AS pk, c__error_column,"
            + " c__error FROM poison_quarantine WHERE _event_name = '%s'".formatted(event)
            + " ORDER BY pk");
  }

  private static String record(TestDatabase database, String pk) {
    return new String(
        database
            .clickHouse()
            .query(
                Query.builder(
                        "SELECT _record FROM seen WHERE _event_name = 'EXPORT' AND pk = {pk:String}")
                    .database(database.name())
                    .parameter("pk", pk)
                    .format("RawBLOB")
                    .build())
            .bytes(),
        StandardCharsets.UTF_8);
  }

  private static List<String> lines(TestDatabase database, String sql) {
    return database
        .clickHouse()
        .query(
            Query.builder(sql)
                .database(database.name())
                .format("JSONCompactStringsEachRow")
                .build())
        .text()
        .lines()
        .toList();
  }

  private static JsonNode plain(Map<String, AttributeValue> item) {
    ObjectNode members = JSON.createObjectNode();
    item.forEach((name, value) -> members.set(name, plain(value)));
    return members;
  }

  private static JsonNode plain(AttributeValue value) {
    return switch (value.type()) {
      case S -> JSON.getNodeFactory().stringNode(value.s());
      case N -> JSON.readTree(value.n());
      case B -> JSON.getNodeFactory().stringNode(base64(value.b()));
      case BOOL -> JSON.getNodeFactory().booleanNode(value.bool());
      case NUL -> JSON.getNodeFactory().nullNode();
      case M -> plain(value.m());
      case L -> array(value.l().stream().map(PoisonousItemsTest::plain).toList());
      case SS ->
          array(
              value.ss().stream()
                  .sorted(
                      Comparator.comparing(
                          text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
                  .map(text -> (JsonNode) JSON.getNodeFactory().stringNode(text))
                  .toList());
      case NS ->
          array(
              value.ns().stream()
                  .sorted(Comparator.comparing(BigDecimal::new))
                  .map(text -> JSON.readTree(text))
                  .toList());
      case BS ->
          array(
              value.bs().stream()
                  .sorted(Comparator.comparing(SdkBytes::asByteArray, Arrays::compareUnsigned))
                  .map(bytes -> (JsonNode) JSON.getNodeFactory().stringNode(base64(bytes)))
                  .toList());
      default -> throw new IllegalArgumentException(value.toString());
    };
  }

  private static JsonNode array(List<JsonNode> elements) {
    return JSON.createArrayNode().addAll(elements);
  }

  private static String base64(SdkBytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.asByteArray());
  }
}
