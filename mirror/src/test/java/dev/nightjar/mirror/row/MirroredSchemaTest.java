package dev.nightjar.mirror.row;

import static dev.nightjar.mirror.row.DatasourceBuilder.datasource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import dev.nightjar.project.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MirroredSchemaTest {
  static final KeyAttribute PK = new KeyAttribute("pk", Role.HASH, ScalarType.S);
  static final KeyAttribute SK = new KeyAttribute("sk", Role.RANGE, ScalarType.N);

  private static MirroredSchema schema(DatasourceBuilder file, KeyAttribute... keys) {
    return switch (MirroredSchema.of(file.build(), List.of(keys))) {
      case SchemaReading.Compiled compiled -> compiled.schema();
      case SchemaReading.Refused(List<Problem> problems) ->
          throw new AssertionError("refused: " + problems);
    };
  }

  private static List<String> refusals(DatasourceBuilder file, KeyAttribute... keys) {
    return switch (MirroredSchema.of(file.build(), List.of(keys))) {
      case SchemaReading.Refused(List<Problem> problems) ->
          problems.stream().map(Problem::toString).toList();
      case SchemaReading.Compiled _ -> List.of();
    };
  }

  private static DatasourceBuilder keysOnly() {
    return datasource().column("pk", "String", "$.Item.pk");
  }

  @Test
  void whatTheFileLeavesOutIsAdded() {
    String ddl = schema(keysOnly(), PK).table(new TableName("db", "t"), 100, "").create();

    assertThat(ddl)
        .contains("`pk` String")
        .contains("`_record` String")
        .contains("`_old_record` Nullable(String)")
        .contains("`_timestamp` DateTime64(3)")
        .contains("`_event_name` LowCardinality(String)")
        .contains("`_is_deleted` UInt8")
        .contains("`_version` UInt256 MATERIALIZED 0")
        .contains("ENGINE = ReplacingMergeTree(`_version`, `_is_deleted`)")
        .contains("ORDER BY (`pk`)")
        .contains("non_replicated_deduplication_window = 100");
  }

  @Test
  void theVersionReplacesTheVersionColumnThatTheFileNames() {
    DatasourceBuilder file = keysOnly().engine(engine -> engine.ver("_timestamp"));

    assertThat(schema(file, PK).table(TableName.of("t"), 1, "").create())
        .contains("ReplacingMergeTree(`_version`, `_is_deleted`)");
  }

  @Test
  void aDeclaredVersionIsVisible() {
    DatasourceBuilder file =
        keysOnly()
            .column("v", "UInt256", "$._version")
            .column("_is_deleted", "UInt8", "$._is_deleted")
            .engine(engine -> engine.ver("v"));

    assertThat(schema(file, PK).table(TableName.of("t"), 1, "").create())
        .contains("`v` UInt256")
        .doesNotContain("MATERIALIZED")
        .contains("ReplacingMergeTree(`v`, `_is_deleted`)");
  }

  @Test
  void theSortingKeyMayHaveTheKeysInAnyOrderAndByAnyName() {
    KeyAttribute dashed = new KeyAttribute("user-id", Role.HASH, ScalarType.S);
    DatasourceBuilder file =
        datasource()
            .column("user-id", "String", "$.Item.user-id")
            .column("n", "Int64", "$.Item.sk")
            .engine(engine -> engine.sortingKey("n", "user-id"));

    assertThat(schema(file, dashed, SK).table(TableName.of("t"), 1, "").create())
        .contains("ORDER BY (`n`, `user-id`)");
  }

  @Test
  void aSortingKeyOfOtherColumnsIsRefused() {
    DatasourceBuilder file =
        keysOnly()
            .column("name", "String", "$.Item.name")
            .engine(engine -> engine.sortingKey("pk", "name"));

    assertThat(refusals(file, PK)).singleElement().asString().contains("ENGINE_SORTING_KEY pk");
  }

  @Test
  void aMissingKeyColumnNamesTheLineToAdd() {
    assertThat(refusals(keysOnly(), PK, SK))
        .singleElement()
        .asString()
        .contains("sort key sk has no column")
        .contains("`sk` Int64 `json:$.Item.sk`");
  }

  @Test
  void statementsThatWouldMakeFinalWrongAreRefusedTogether() {
    DatasourceBuilder file =
        keysOnly()
            .column("_record", "Nullable(String)", "$.NewImage")
            .column("_timestamp", "DateTime64(3)", "$.eventName")
            .engine(engine ->
                engine
                    .name("MergeTree")
                    .ver("pk")
                    .isDeleted("gone")
                    .ttl("_timestamp + INTERVAL 1 DAY")
                    .partitionKey("toYYYYMM(_timestamp)")
                    .setting("enable_replacing_merge_with_cleanup_for_min_age", "1"));

    assertThat(refusals(file, PK))
        .anySatisfy(text -> assertThat(text).contains("must use the ReplacingMergeTree engine"))
        .anySatisfy(text -> assertThat(text).contains("ENGINE_VER _timestamp"))
        .anySatisfy(text -> assertThat(text).contains("_is_deleted"))
        .anySatisfy(text -> assertThat(text).contains("tombstone"))
        .anySatisfy(text -> assertThat(text).contains("function of the table's key"))
        .anySatisfy(text -> assertThat(text).contains("Nightjar sets"))
        .anySatisfy(text -> assertThat(text).startsWith("t.datasource:3:5: ").contains("String"))
        .anySatisfy(
            text -> assertThat(text).contains("write `json:$.ApproximateCreationDateTime`"));
  }

  @Test
  void aPartitionKeyThatIsAFunctionOfTheKeyStands() {
    DatasourceBuilder file = keysOnly().engine(engine -> engine.partitionKey("sipHash64(pk) % 8"));

    assertThat(schema(file, PK).table(TableName.of("t"), 1, "").create())
        .contains("PARTITION BY sipHash64(pk) % 8");
  }

  @Test
  void keyColumnsMustHoldEveryKey() {
    assertThat(refusals(datasource().column("pk", "Nullable(String)", "$.Item.pk"), PK))
        .singleElement()
        .asString()
        .contains("cannot be Nullable");
    assertThat(refusals(datasource().column("pk", "Int64", "$.Item.pk"), PK))
        .singleElement()
        .asString()
        .contains("Make it a String");
  }

  @Test
  void aNumberKeyInAFloatIsAWarning() {
    DatasourceBuilder file = keysOnly().column("sk", "Float64", "$.Item.sk");

    SchemaReading reading = MirroredSchema.of(file.build(), List.of(PK, SK));

    assertThat(reading)
        .isInstanceOfSatisfying(
            SchemaReading.Compiled.class,
            compiled ->
                assertThat(compiled.warnings())
                    .singleElement()
                    .asString()
                    .contains("String keeps every key"));
  }

  @Test
  void inTheClassicDialectAnAttributeMayBeCalledAsAnEnvelopeName() {
    DatasourceBuilder classic =
        datasource().column("pk", "String", "$.pk").column("item", "String", "$.Item");

    assertThat(schema(classic, PK).columns().get(1).source())
        .isEqualTo(new ColumnSource.Attribute(Image.ITEM, List.of("Item")));
    DatasourceBuilder forward = keysOnly().column("item", "String", "$.Item");
    assertThat(schema(forward, PK).columns().get(1).source())
        .isEqualTo(new ColumnSource.WholeImage(Image.ITEM));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "AggregateFunction(sum, UInt64) | materialized view",
        "SimpleAggregateFunction(sum, Int64) | materialized view",
        "Nested(a String, b Int8) | Array(Tuple(name String, …))",
        "Variant(String, UInt64) | JSON",
        "Dynamic | JSON",
        "Array(Variant(String, UInt64)) | JSON",
        "Point | Map it as a String",
        "BFloat16 | Map it as a String",
        "Time64(3) | Map it as a String",
        "Nullable(Tuple(Int8, Int8)) | Make its elements Nullable",
        "Tuple() | Take the column out",
        "FixedString(257) | Write String",
        "LowCardinality(Int64) | Write Int64",
        "LowCardinality(Nullable(Date)) | Write Nullable(Date)",
        "Map(String, LowCardinality(Bool)) | Write Bool",
        "Map(Float64, String) | Write Map(String, …)",
        "Map(LowCardinality(Nullable(String)), String) | Write Map(String, …)",
        "Map(Array(String), String) | Write Map(String, …)",
        "DateTime('Europe/Atlantis') | no time zone 'Europe/Atlantis'",
        "DateTime64(3, 'GMT+2') | no time zone 'GMT+2'",
        "JSON(a.b UInt32) | a column of its own",
        "JSON(max_dynamic_paths = 5, a Decimal(5, 2)) | a column of its own",
        "Strng | unknown type Strng",
        "Decimal(77, 2) | a number from 1 to 76",
        "Nullable(Map(String, String)) | Nullable cannot hold",
      })
  void aTypeThatCannotBeMappedIsRefusedAtItsLineWithWhatToWrite(String type, String advice) {
    DatasourceBuilder file = keysOnly().column("m", type, "$.Item.m");

    assertThat(refusals(file, PK))
        .singleElement()
        .asString()
        .startsWith("t.datasource:3:5: Column `m`")
        .contains(advice);
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "S | Int64 | Make it a String.",
        "S | Decimal(9, 2) | Make it a String.",
        "S | Bool | Make it a String.",
        "N | UUID | Make it a String, an Int64 or a Decimal.",
        "N | Bool | Make it a String, an Int64 or a Decimal.",
        "B | Date | Make it a String.",
        "B | UUID | Make it a String.",
        "S | Array(String) | Make it a String.",
        "S | JSON | Make it a String.",
        "S | Map(String, String) | Make it a String.",
        "S | Tuple(a String) | Make it a String.",
      })
  void aTypeThatCannotHoldTheKeyIsRefused(ScalarType attribute, String type, String advice) {
    KeyAttribute key = new KeyAttribute("k", Role.HASH, attribute);

    assertThat(refusals(datasource().column("k", type, "$.Item.k"), key))
        .singleElement()
        .asString()
        .startsWith("t.datasource:2:5: Column `k` is a " + type)
        .contains("of DynamoDB's type " + attribute)
        .endsWith(advice);
  }

  @Test
  void aWholeImageIsTextOrWhatAMapMayBe() {
    String ddl =
        schema(
                keysOnly()
                    .column("j", "JSON", "$.NewImage")
                    .column("m", "Map(String, String)", "$.Item")
                    .column("_record", "String", "$.NewImage"),
                PK)
            .table(TableName.of("t"), 1, "")
            .create();
    assertThat(ddl).contains("`j` JSON").contains("`m` Map(String, String)");
    assertThat(refusals(keysOnly().column("j", "JSON", "$.Keys"), PK))
        .singleElement()
        .asString()
        .contains("reads a whole object");
    assertThat(refusals(keysOnly().column("_record", "JSON", "$.NewImage"), PK))
        .anySatisfy(text -> assertThat(text).contains("must be a String"));
  }

  @Test
  void whatAFileTellsOfItsKeysIsItsSortingKey() {
    DatasourceBuilder file =
        keysOnly()
            .column("sk", "Float64", "$.Item.sort")
            .column("id", "BIGINT", "$.Item.id")
            .engine(engine -> engine.sortingKey("pk", "sk", "id"));

    assertThat(MirroredSchema.statedKeys(file.build()).orElseThrow())
        .containsExactly(
            PK,
            new KeyAttribute("sort", Role.RANGE, ScalarType.N),
            new KeyAttribute("id", Role.RANGE, ScalarType.N));
    assertThat(MirroredSchema.warnings(file.build()))
        .singleElement()
        .asString()
        .startsWith("t.datasource:3:5: Column `sk` holds a number key in a Float64");
    assertThat(MirroredSchema.statedKeys(keysOnly().build())).isEmpty();
    assertThat(MirroredSchema.warnings(keysOnly().build())).isEmpty();
  }

  @Test
  void equalSchemasHaveEqualFingerprints() {
    assertThat(schema(keysOnly(), PK).fingerprint())
        .isEqualTo(schema(keysOnly(), PK).fingerprint());
    assertThat(schema(keysOnly().column("a", "String", "$.Item.a"), PK).fingerprint())
        .isNotEqualTo(schema(keysOnly(), PK).fingerprint());
  }
}
