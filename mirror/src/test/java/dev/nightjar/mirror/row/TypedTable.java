package dev.nightjar.mirror.row;

import static dev.nightjar.mirror.row.DatasourceBuilder.datasource;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.dynamodb.change.EventName;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import dev.nightjar.dynamodb.testing.TypedJson;
import dev.nightjar.dynamodb.testing.Value;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A made-up mirrored table: columns of any types, and changes of its items. Most values fit their
 * columns; some only nearly, some not at all, some are missing or NULL.
 */
final class TypedTable {
  private static final String[] SCALARS = {
    "String",
    "FixedString(4)",
    "FixedString(36)",
    "Bool",
    "UInt8",
    "Int16",
    "Int64",
    "UInt256",
    "Decimal(18, 4)",
    "Decimal(76, 10)",
    "Float32",
    "Float64",
    "Date",
    "Date32",
    "DateTime",
    "DateTime('Europe/Madrid')",
    "DateTime64(0)",
    "DateTime64(3)",
    "DateTime64(6, 'America/New_York')",
    "DateTime64(9, 'UTC')",
    "DateTime64(9, 'Asia/Kathmandu')",
    "UUID",
    "IPv4",
    "IPv6",
    "Enum8('new' = 1, 'paid' = -2, 'it\\'s' = 3, '' = 4)",
    "Enum16('é' = 1000, 'a' = -1000)",
    "JSON",
    "JSON(max_dynamic_paths = 3, SKIP secret)"
  };
  private static final String[] MAP_KEYS = {
    "String",
    "LowCardinality(String)",
    "FixedString(4)",
    "UInt16",
    "Int64",
    "Date",
    "DateTime",
    "DateTime64(3)",
    "UUID",
    "IPv4",
    "IPv6",
    "Enum8('new' = 1, 'paid' = -2)"
  };

  /** Types of key columns and the key attribute's type. */
  private static final String[][] KEYS = {
    {"String", "S"},
    {"String", "N"},
    {"String", "B"},
    {"LowCardinality(String)", "S"},
    {"FixedString(16)", "S"},
    {"FixedString(16)", "B"},
    {"Int64", "N"},
    {"UInt128", "N"},
    {"Decimal(38, 10)", "N"},
    {"Float64", "N"},
    {"Float32", "N"},
    {"Date", "S"},
    {"Date", "N"},
    {"Date32", "N"},
    {"DateTime('Europe/Madrid')", "S"},
    {"DateTime", "N"},
    {"DateTime64(3)", "S"},
    {"DateTime64(6, 'Asia/Kathmandu')", "N"},
    {"DateTime64(9)", "S"},
    {"UUID", "S"},
    {"IPv4", "S"},
    {"IPv6", "S"},
    {"Enum8('new' = 1, 'paid' = -2)", "S"}
  };

  /** Types, DEFAULTs and what these mean. */
  private static final String[][] DEFAULTS = {
    {"String", "'x'", "{\"S\":\"x\"}"},
    {"LowCardinality(String)", "concat('l', 'ow')", "{\"S\":\"low\"}"},
    {"Int64", "2 + 3", "{\"N\":\"5\"}"},
    {"Bool", "true", "{\"BOOL\":true}"},
    {"DateTime64(3, 'UTC')", "'2024-07-25 10:46:37.380'", "{\"N\":\"1721904397.38\"}"},
    {"Enum8('a' = 1, 'b' = 2)", "'b'", "{\"S\":\"b\"}"},
    {"IPv6", "'::1'", "{\"S\":\"::1\"}"},
    {"Nullable(Int64)", "7", "{\"N\":\"7\"}"},
    {"Nullable(String)", "NULL", "{\"NULL\":true}"},
    {"Nullable(String)", "'it''s'", "{\"S\":\"it's\"}"},
    {"Nullable(Date)", "'2024-07-25'", "{\"S\":\"2024-07-25\"}"},
    {"LowCardinality(Nullable(String))", "'é'", "{\"S\":\"é\"}"},
    {"Array(Int8)", "[1, -2]", "{\"L\":[{\"N\":\"1\"},{\"N\":\"-2\"}]}"},
    {"Array(String)", "array('a')", "{\"L\":[{\"S\":\"a\"}]}"},
    {"Map(String, Array(String))", "map('a', ['x'])", "{\"M\":{\"a\":{\"L\":[{\"S\":\"x\"}]}}}"},
    {"Tuple(a Int8, b Nullable(String))", "(1, NULL)", "{\"L\":[{\"N\":\"1\"},{\"NULL\":true}]}"},
    {"JSON", "'{\"a\": 1}'", "{\"S\":\"{\\\"a\\\": 1}\"}"}
  };

  /** Columns over the change record, of the dialect that knows it. */
  private static final ReferenceColumn[] OF_THE_RECORD = {
    ReferenceColumn.of("keys", "String", "Keys"),
    ReferenceColumn.of("key", "Nullable(String)", "Keys", "pk"),
    ReferenceColumn.of("no_key", "Nullable(String)", "Keys", "v0"),
    ReferenceColumn.of("before", "Nullable(String)", "OldImage", "v0"),
    ReferenceColumn.of("after", "String", "NewImage", "v0"),
    ReferenceColumn.of("map_before", "Map(String, String)", "OldImage"),
    ReferenceColumn.of("json_after", "JSON", "NewImage"),
    ReferenceColumn.of("item", "Map(LowCardinality(String), Nullable(String))", "Item"),
    ReferenceColumn.of("whole", "String", "Item"),
    ReferenceColumn.of("of_item", "Tuple(pk String, v0 Nullable(String))"),
    ReferenceColumn.of("id", "String", "eventID"),
    ReferenceColumn.of("maybe_id", "Nullable(FixedString(8))", "eventID"),
    ReferenceColumn.of("sequence", "UInt256", "SequenceNumber"),
    ReferenceColumn.of("digits", "Nullable(String)", "SequenceNumber"),
    ReferenceColumn.of("at", "Nullable(DateTime)", "ApproximateCreationDateTime"),
    ReferenceColumn.of("exactly", "Float64", "ApproximateCreationDateTime"),
    ReferenceColumn.of("day", "Date", "ApproximateCreationDateTime"),
    ReferenceColumn.of("event", "Enum8('INSERT' = 1, 'MODIFY' = 2, 'EXPORT' = 3)", "eventName"),
    ReferenceColumn.of("gone", "Nullable(UInt8)", "_is_deleted"),
    ReferenceColumn.of("who", "String", "userIdentity"),
    ReferenceColumn.of("maybe_who", "Nullable(String)", "userIdentity")
  };

  private final Random random;
  private final TypedValues values;
  private final boolean envelope;
  private final List<KeyAttribute> keys = new ArrayList<>();
  private final List<ReferenceColumn> columns = new ArrayList<>();
  private long sequence = 100;

  TypedTable(Random random) {
    this.random = random;
    this.values = new TypedValues(random);
    this.envelope = random.nextBoolean();
    addKey("pk", Role.HASH);
    if (random.nextBoolean()) {
      addKey("sk", Role.RANGE);
    }
    for (int i = 0; i < 8; i++) {
      columns.add(column(i));
    }
    for (int i = 0; envelope && i < 4; i++) {
      addOfTheRecord(OF_THE_RECORD[random.nextInt(OF_THE_RECORD.length)]);
    }
    Collections.shuffle(columns, random);
  }

  private void addOfTheRecord(ReferenceColumn column) {
    if (!columns.contains(column)) {
      columns.add(column);
    }
  }

  private void addKey(String name, Role role) {
    String[] key = KEYS[random.nextInt(KEYS.length)];
    keys.add(new KeyAttribute(name, role, ScalarType.valueOf(key[1])));
    columns.add(ReferenceColumn.of(name, key[0], path(name)).asKey());
  }

  private String[] path(String... names) {
    if (!envelope) {
      return names;
    }
    String[] path = new String[names.length + 1];
    path[0] = "Item";
    System.arraycopy(names, 0, path, 1, names.length);
    return path;
  }

  private ReferenceColumn column(int i) {
    String type = type(2);
    String[] path = random.nextInt(6) == 0 ? path("deep", "v" + i) : path("v" + i);
    ReferenceColumn column = ReferenceColumn.of("c" + i, type, path);
    if (random.nextInt(8) > 0) {
      return column;
    }
    String[] stated = DEFAULTS[random.nextInt(DEFAULTS.length)];
    return ReferenceColumn.of("c" + i, stated[0], path)
        .withDefault(new ReferenceColumn.Default(stated[1], stated[2]));
  }

  private String type(int depth) {
    int kind = random.nextInt(depth == 0 ? 8 : 12);
    return switch (kind) {
      case 0 -> "LowCardinality(" + any("String", "FixedString(4)", "UUID") + ")";
      case 1 -> "LowCardinality(Nullable(" + any("String", "FixedString(4)") + "))";
      case 2, 3 -> "Nullable(" + any(SCALARS) + ")";
      case 8 -> "Array(" + type(depth - 1) + ")";
      case 9 -> "Map(" + any(MAP_KEYS) + ", " + type(depth - 1) + ")";
      case 10 -> "Tuple(a " + type(depth - 1) + ", `b c` " + type(depth - 1) + ")";
      case 11 -> "Tuple(" + type(depth - 1) + ", " + type(depth - 1) + ")";
      default -> any(SCALARS);
    };
  }

  private String any(String... from) {
    return from[random.nextInt(from.length)];
  }

  /** The data source that mirrors it. */
  DatasourceBuilder file() {
    String[] sortingKey = keys.stream().map(KeyAttribute::name).toArray(String[]::new);
    DatasourceBuilder file = datasource().engine(engine -> engine.sortingKey(sortingKey));
    for (ReferenceColumn column : columns) {
      String expression =
          column.defaultValue().map(ReferenceColumn.Default::expression).orElse(null);
      file.column(column.name(), column.type().toString(), column.jsonPath(), expression);
    }
    return file;
  }

  List<KeyAttribute> keys() {
    return keys;
  }

  /** The rules for its rows. */
  ReferenceTable reference() {
    return new ReferenceTable(columns, keys.stream().map(KeyAttribute::name).toList(), envelope);
  }

  /** A row of an export, or a change that a stream tells of. */
  ReferenceChange change() {
    EventName event = EventName.values()[random.nextInt(EventName.values().length)];
    Map<String, Value> key = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      if (random.nextInt(100) > 0) {
        key.put(keys.get(i).name(), values.ofKey(keyType(keys.get(i)), keys.get(i).type()));
      }
    }
    boolean before =
        (event == EventName.MODIFY || event == EventName.REMOVE) && random.nextInt(4) > 0;
    boolean export = event == EventName.EXPORT;
    long millis = random.nextLong(4_000_000_000_000L);
    sequence += random.nextInt(1000);
    return new ReferenceChange(
        event,
        1 + random.nextLong(1L << random.nextInt(1, 62)),
        export ? 0 : 1 + random.nextLong(1L << random.nextInt(1, 32)),
        export || random.nextInt(20) > 0
            ? Optional.of(random.nextBoolean() ? millis : millis / 1000 * 1000)
            : Optional.empty(),
        export
            ? BigInteger.ONE
            : new BigInteger(random.nextInt(1, 125), random).add(BigInteger.valueOf(sequence)),
        export || random.nextInt(5) == 0
            ? Optional.empty()
            : Optional.of(Integer.toHexString(random.nextInt())),
        export ? Optional.empty() : Optional.of(typed(new Value.Document(key))),
        event == EventName.REMOVE ? Optional.empty() : Optional.of(image(key, export)),
        before ? Optional.of(image(key, false)) : Optional.empty(),
        event == EventName.REMOVE && random.nextBoolean()
            ? Optional.of("{\"type\":\"Service\", \"principalId\":\"dynamodb.amazonaws.com\"}")
            : Optional.empty());
  }

  private ClickHouseType keyType(KeyAttribute key) {
    return columns.stream()
        .filter(column -> column.name().equals(key.name()))
        .map(ReferenceColumn::type)
        .findFirst()
        .orElseThrow();
  }

  private String image(Map<String, Value> key, boolean export) {
    Map<String, Value> item = attributes(key);
    String image = typed(new Value.Document(item));
    if (random.nextInt(20) == 0) {
      image =
          SpoiledItems.withDuplicates(image, typed(new Value.Document(attributes(key))), random);
    }
    return !export && random.nextInt(50) == 0 ? SpoiledItems.unknownType(image, random) : image;
  }

  private Map<String, Value> attributes(Map<String, Value> key) {
    Map<String, Value> item = new LinkedHashMap<>(key);
    Map<String, Value> deep = new LinkedHashMap<>();
    boolean tidy = random.nextBoolean();
    for (ReferenceColumn column : columns) {
      if (column.name().startsWith("c")) {
        Map<String, Value> target = column.path().contains("deep") ? deep : item;
        values
            .of(column.type(), tidy)
            .ifPresent(value -> target.put(column.path().getLast(), value));
      }
    }
    item.put("deep", random.nextInt(20) == 0 ? values.anything() : new Value.Document(deep));
    item.put("more", values.anything());
    return item;
  }

  private String typed(Value.Document document) {
    return new String(TypedJson.anyhow(document, random), StandardCharsets.UTF_8).strip();
  }
}
