package dev.nightjar.mirror.row;

import static dev.nightjar.mirror.row.DatasourceBuilder.datasource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.ExportLine;
import dev.nightjar.dynamodb.change.StreamRecords;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import dev.nightjar.project.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(EmbeddedEngine.class)
class RowEncoderTest {
  private static final AtomicInteger TABLES = new AtomicInteger();
  private static final List<KeyAttribute> PK =
      List.of(new KeyAttribute("pk", Role.HASH, ScalarType.S));
  private static final long EXPORT_TIME = 1_721_900_000_000L;

  /** A mirrored table, its quarantine and an encoder for them. */
  private static final class Mirrored {
    final TestDatabase database;
    final TableName table;
    final TableName quarantine;
    final MirroredSchema schema;
    final RowEncoder encoder;
    final BlockBuilder rows;
    final BlockBuilder misfits;

    Mirrored(TestDatabase database, DatasourceBuilder file, List<KeyAttribute> keys) {
      this.database = database;
      String name = "t" + TABLES.incrementAndGet();
      table = database.table(name);
      quarantine = database.table(name + "_quarantine");
      schema =
          switch (MirroredSchema.of(file.build(), keys)) {
            case SchemaReading.Compiled compiled -> compiled.schema();
            case SchemaReading.Refused(List<Problem> problems) ->
                throw new AssertionError("refused: " + problems);
          };
      encoder = RowEncoder.of(schema);
      rows = encoder.rows();
      misfits = encoder.quarantine();
      database.execute(schema.table(table, 100, "").create());
      database.execute(MirroredSchema.quarantine(quarantine, 100, "").create());
    }

    Outcome export(String item) {
      byte[] line = ("{\"Item\":" + item + "}").getBytes(StandardCharsets.UTF_8);
      return append(new ExportLine(EXPORT_TIME).parse(line, 0, line.length), 0);
    }

    Outcome record(String eventName, long sequence, String images) {
      byte[] body =
          """
          {"Records":[{"eventName":"%s","eventID":"e%d","dynamodb":{
            "ApproximateCreationDateTime":1721904397,"SequenceNumber":"%d",%s}}]}\
          """
              .formatted(eventName, sequence, sequence, images)
              .getBytes(StandardCharsets.UTF_8);
      return append(StreamRecords.parse(body, body.length).change(0), 1);
    }

    private Outcome append(Change change, long depth) {
      return encoder.append(change, 1, depth, rows, misfits);
    }

    void insert() {
      insert(table, rows);
      insert(quarantine, misfits);
    }

    private void insert(TableName target, BlockBuilder builder) {
      if (builder.rows() > 0) {
        Insert insert = Insert.of(target, builder.finish());
        for (var setting : MirroredSchema.insertSettings().entrySet()) {
          insert = insert.setting(setting.getKey(), setting.getValue());
        }
        database.clickHouse().insert(insert);
        builder.clear();
      }
    }

    String select(String expressions) {
      return database.text("SELECT " + expressions + " FROM " + table.name() + " FINAL");
    }

    String quarantined(String expressions) {
      return database.text("SELECT " + expressions + " FROM " + quarantine.name());
    }
  }

  private static DatasourceBuilder keyed() {
    return datasource().column("pk", "String", "$.Item.pk");
  }

  @Test
  void anItemOfEveryTypeIsPlainJsonInItsRecord(TestDatabase database) {
    Mirrored mirrored = new Mirrored(database, keyed(), PK);

    mirrored.export(
        """
        {"z":{"N":"12345678901234567890123456789012345678"},"pk":{"S":"a\\u00e9\\ud83d\\ude00"},
         "m":{"M":{"b":{"BOOL":true},"a":{"NULL":true}}},"l":{"L":[{"N":"1.50"},{"S":"x"}]},
         "ss":{"SS":["b","a"]},"ns":{"NS":["10","9"]},"bs":{"BS":["Yg==","YQ=="]},"bin":{"B":"AAE="}}\
        """);
    mirrored.insert();

    assertThat(mirrored.select("pk")).isEqualTo("aé😀");
    assertThat(mirrored.select("_record"))
        .isEqualTo(
            "{\"bin\":\"AAE=\",\"bs\":[\"YQ==\",\"Yg==\"],\"l\":[1.50,\"x\"],"
                + "\"m\":{\"a\":null,\"b\":true},\"ns\":[9,10],\"pk\":\"aé😀\",\"ss\":[\"a\",\"b\"],"
                + "\"z\":12345678901234567890123456789012345678e0}");
    assertThat(
            mirrored.select(
                "_event_name, _is_deleted, _old_record IS NULL, toUnixTimestamp64Milli(_timestamp)"))
        .isEqualTo("EXPORT\t0\t1\t" + EXPORT_TIME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12345678901234567890123456789012345678",
        "-12345678901234567890123456789012345678",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "1234567890123456789.0123456789012345678",
        "0.000000000000000000000000000000000001"
      })
  void clickHousesJsonFunctionsReadARecordWithAnyNumber(String number, TestDatabase database) {
    Mirrored mirrored = new Mirrored(database, keyed(), PK);

    mirrored.export("{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"%s\"}}".formatted(number));
    mirrored.insert();

    assertThat(mirrored.select("JSONExtractString(_record, 'pk'), isValidJSON(_record)"))
        .isEqualTo("a\t1");
    assertThat(mirrored.select("_record")).contains("\"n\":" + number);
  }

  @Test
  void aChangeBeatsTheExportAndALaterOneAnEarlierWhateverTheOrderOfInserts(TestDatabase database) {
    Mirrored mirrored = new Mirrored(database, keyed().column("n", "Int64", "$.Item.n"), PK);

    mirrored.record(
        "MODIFY",
        9,
        """
        "Keys":{"pk":{"S":"a"}},"NewImage":{"pk":{"S":"a"},"n":{"N":"3"}},"OldImage":{"pk":{"S":"a"},"n":{"N":"2"}}\
        """);
    mirrored.insert();
    mirrored.record(
        "MODIFY",
        8,
        """
        "Keys":{"pk":{"S":"a"}},"NewImage":{"pk":{"S":"a"},"n":{"N":"2"}}\
        """);
    mirrored.insert();
    mirrored.export("{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"}}");
    mirrored.insert();

    assertThat(mirrored.select("n, _event_name, _old_record"))
        .isEqualTo("3\tMODIFY\t{\"n\":2,\"pk\":\"a\"}");
    assertThat(mirrored.select("_version"))
        .isEqualTo(
            java.math.BigInteger.ONE
                .shiftLeft(192)
                .add(java.math.BigInteger.ONE.shiftLeft(160))
                .add(java.math.BigInteger.valueOf(9))
                .toString());
  }

  @Test
  void aRemoveHidesTheItem(TestDatabase database) {
    Mirrored mirrored = new Mirrored(database, keyed(), PK);
    mirrored.export("{\"pk\":{\"S\":\"a\"}}");
    mirrored.export("{\"pk\":{\"S\":\"b\"}}");
    mirrored.record(
        "REMOVE",
        5,
        "\"Keys\":{\"pk\":{\"S\":\"a\"}},\"OldImage\":{\"pk\":{\"S\":\"a\"},\"x\":{\"N\":\"1\"}}");
    mirrored.insert();

    assertThat(mirrored.select("pk")).isEqualTo("b");
    assertThat(
            database.text(
                "SELECT _record, _old_record, _is_deleted FROM %s WHERE _event_name = 'REMOVE'"
                    .formatted(mirrored.table.name())))
        .isEqualTo("\t{\"pk\":\"a\",\"x\":1}\t1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "String | {\"S\":\"x\"} | x",
        "String | {\"N\":\"1.50\"} | 1.50",
        "String | {\"BOOL\":false} | false",
        "String | {\"M\":{\"a\":{\"N\":\"1\"}}} | {\"a\":1}",
        "LowCardinality(String) | {\"S\":\"lc\"} | lc",
        "Nullable(String) | {\"NULL\":true} | \\N",
        "Bool | {\"BOOL\":true} | true",
        "Int8 | {\"N\":\"-128\"} | -128",
        "UInt8 | {\"N\":\"255\"} | 255",
        "UInt8 | {\"BOOL\":true} | 1",
        "Int16 | {\"N\":\"-32768\"} | -32768",
        "UInt16 | {\"N\":\"65535\"} | 65535",
        "Int32 | {\"N\":\"2147483647\"} | 2147483647",
        "UInt32 | {\"N\":\"4294967295\"} | 4294967295",
        "Int64 | {\"N\":\"-9223372036854775808\"} | -9223372036854775808",
        "UInt64 | {\"N\":\"18446744073709551615\"} | 18446744073709551615",
        "Int64 | {\"N\":\"1E+3\"} | 1000",
        "Float64 | {\"N\":\"0.1\"} | 0.1",
        "Float64 | {\"N\":\"9007199254740993\"} | 9007199254740992",
        "Float32 | {\"N\":\"1.5\"} | 1.5",
        "DateTime('UTC') | {\"S\":\"2024-07-25T10:46:37.380Z\"} | 2024-07-25 10:46:37",
        "DateTime('UTC') | {\"N\":\"1721904397\"} | 2024-07-25 10:46:37",
        "DateTime('UTC') | {\"N\":\"4294967295\"} | 2106-02-07 06:28:15",
        "DateTime64(3, 'UTC') | {\"S\":\"2024-07-25T10:46:37.380Z\"} | 2024-07-25 10:46:37.380",
        "DateTime64(3, 'UTC') | {\"S\":\"2024-07-25 12:46:37.38+02:00\"} | 2024-07-25 10:46:37.380",
        "DateTime64(3, 'UTC') | {\"N\":\"1721904397380\"} | 2024-07-25 10:46:37.380",
        "DateTime64(6, 'UTC') | {\"N\":\"1721904397.380001\"} | 2024-07-25 10:46:37.380001",
        "DateTime64(3, 'Europe/Berlin') | {\"S\":\"2024-07-25T12:46:37\"} | 2024-07-25 12:46:37.000",
        "Array(String) | {\"SS\":[\"b\",\"a\"]} | ['a','b']",
        "Array(Int32) | {\"NS\":[\"10\",\"9\"]} | [9,10]",
        "Array(String) | {\"L\":[{\"S\":\"x\"},{\"M\":{\"a\":{\"N\":\"1\"}}}]} | ['x','{\"a\":1}']",
        "Array(Nullable(Int8)) | {\"L\":[{\"N\":\"1\"},{\"NULL\":true}]} | [1,NULL]",
        "Array(String) | {\"L\":[]} | []",
      })
  void aValueThatFits(String type, String value, String printed, TestDatabase database) {
    Mirrored mirrored = new Mirrored(database, keyed().column("v", type, "$.Item.v"), PK);

    Outcome outcome = mirrored.export("{\"pk\":{\"S\":\"a\"},\"v\":" + value + "}");
    mirrored.insert();

    assertThat(outcome).isEqualTo(Outcome.ROW);
    assertThat(mirrored.select("v")).isEqualTo(printed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Int8 | {\"N\":\"128\"} | 0 | range",
        "UInt64 | {\"N\":\"18446744073709551616\"} | 0 | range",
        "UInt8 | {\"N\":\"-1\"} | 0 | range",
        "Int64 | {\"N\":\"1.5\"} | 0 | not whole",
        "Int64 | {\"S\":\"1\"} | 0 | type",
        "Bool | {\"S\":\"true\"} | false | type",
        "Float32 | {\"N\":\"1E+39\"} | 0 | range",
        "DateTime('UTC') | {\"N\":\"4294967296\"} | 1970-01-01 00:00:00 | range",
        "DateTime('UTC') | {\"S\":\"yesterday\"} | 1970-01-01 00:00:00 | not a time",
        "DateTime('UTC') | {\"S\":\"2024-02-30\"} | 1970-01-01 00:00:00 | not a time",
        "Array(Int8) | {\"L\":[{\"N\":\"1\"},{\"N\":\"999\"}]} | [] | range",
        "Array(String) | {\"S\":\"x\"} | [] | type",
      })
  void aValueThatDoesNotFitStandsAsAbsentAndTheChangeIsKept(
      String type, String value, String printed, String reason, TestDatabase database) {
    Mirrored mirrored =
        new Mirrored(
            database, keyed().column("v", type, "$.Item.v").column("w", "String", "$.Item.w"), PK);

    Outcome outcome =
        mirrored.export("{\"pk\":{\"S\":\"a\"},\"v\":" + value + ",\"w\":{\"S\":\"whole\"}}");
    mirrored.insert();

    assertThat(outcome).isEqualTo(Outcome.ROW_WITH_MISFITS);
    assertThat(mirrored.select("v, w")).isEqualTo(printed + "\twhole");
    assertThat(mirrored.select("position(_record, 'whole') > 0")).isEqualTo("1");
    assertThat(mirrored.quarantined("c__error_column[1], c__error[1]"))
        .startsWith("v\t")
        .contains(reason);
    assertThat(mirrored.quarantined("change")).contains(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "String | 'x' | x",
        "LowCardinality(String) | 'low' | low",
        "Int64 | 5 | 5",
        "Int64 | 2 + 3 | 5",
        "String | concat(pk, '!') | a!",
        "Nullable(Int64) | 7 | 7",
        "Nullable(String) | 'it''s' | it's",
        "Nullable(Int64) | NULL | \\N",
        "Array(Int8) | [1, 2] | [1,2]",
        "Array(String) | [] | []",
        "Bool | true | true",
      })
  void anAbsentAttributeIsTheDefault(
      String type, String expression, String printed, TestDatabase database) {
    Mirrored mirrored =
        new Mirrored(database, keyed().column("v", type, "$.Item.v", expression), PK);

    mirrored.export("{\"pk\":{\"S\":\"a\"}}");
    mirrored.insert();

    assertThat(mirrored.select("v")).isEqualTo(printed);
  }

  @Test
  void anAbsentAttributeWithoutDefaultIsNullOrEmpty(TestDatabase database) {
    Mirrored mirrored =
        new Mirrored(
            database,
            keyed()
                .column("n", "Nullable(Int64)", "$.Item.n")
                .column("s", "String", "$.Item.s")
                .column("a", "Array(String)", "$.Item.a")
                .column("deep", "Nullable(String)", "$.Item.m.x.y"),
            PK);

    mirrored.export("{\"pk\":{\"S\":\"a\"},\"m\":{\"M\":{\"x\":{\"S\":\"no map\"}}}}");
    mirrored.insert();

    assertThat(mirrored.select("n IS NULL, s, a, deep IS NULL")).isEqualTo("1\t\t[]\t1");
  }

  @Test
  void pathsGoIntoMapsAndQuotedNames(TestDatabase database) {
    Mirrored mirrored =
        new Mirrored(
            database,
            keyed()
                .column("x", "Int64", "$.Item.m.\"a.b\".x")
                .column("old", "Nullable(Int64)", "$.OldImage.n")
                .column("id", "String", "$.eventID")
                .column("seq", "String", "$.SequenceNumber")
                .column("keys", "String", "$.Keys"),
            PK);

    mirrored.record(
        "MODIFY",
        77,
        """
        "Keys":{"pk":{"S":"a"}},
        "NewImage":{"pk":{"S":"a"},"m":{"M":{"a.b":{"M":{"x":{"N":"4"}}}}}},
        "OldImage":{"pk":{"S":"a"},"n":{"N":"3"}}\
        """);
    mirrored.insert();

    assertThat(mirrored.select("x, old, id, seq, keys")).isEqualTo("4\t3\te77\t77\t{\"pk\":\"a\"}");
  }

  @Test
  void aKeyThatDoesNotFitWithholdsTheRowAlone(TestDatabase database) {
    List<KeyAttribute> keys =
        List.of(PK.getFirst(), new KeyAttribute("n", Role.RANGE, ScalarType.N));
    Mirrored mirrored = new Mirrored(database, keyed().column("n", "Float64", "$.Item.n"), keys);

    assertThat(mirrored.export("{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"12345678901234567\"}}"))
        .isEqualTo(Outcome.WITHHELD);
    assertThat(mirrored.export("{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"0.1\"}}"))
        .isEqualTo(Outcome.ROW);
    assertThat(
            mirrored.record(
                "REMOVE", 3, "\"Keys\":{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"12345678901234567\"}}"))
        .isEqualTo(Outcome.WITHHELD);
    mirrored.insert();

    assertThat(mirrored.select("n")).isEqualTo("0.1");
    assertThat(mirrored.quarantined("count()")).isEqualTo("2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "S | String | a\\tb\\\\c😀",
        "S | DateTime64(3) | 2024-07-25T10:46:37.380Z",
        "N | DateTime('UTC') | 1721904397",
        "N | Int64 | -42",
        "N | Float64 | 0.1",
        "B | String | AAECAw==",
      })
  void theNewestRowIsFoundByItsKey(
      ScalarType attributeType, String type, String value, TestDatabase database) {
    List<KeyAttribute> keys = List.of(new KeyAttribute("pk", Role.HASH, attributeType));
    Mirrored mirrored = new Mirrored(database, datasource().column("pk", type, "$.Item.pk"), keys);
    assertThat(mirrored.export("{\"pk\":{\"%s\":\"%s\"}}".formatted(attributeType, value)))
        .isEqualTo(Outcome.ROW);
    List<String> key = mirrored.encoder.lastKey();
    mirrored.insert();

    Query probe =
        Query.builder(
                "SELECT count() AS n FROM "
                    + mirrored.table.sql()
                    + " WHERE "
                    + mirrored.schema.keys().getFirst().equalsParameter("k0"))
            .parameter("k0", key.getFirst())
            .build();
    assertThat(database.clickHouse().rows(probe).single().number("n")).isEqualTo(1);
  }

  @Test
  void theRowsOfAnExportAndOfTheStreamAreEqualForEqualItems(TestDatabase database) {
    DatasourceBuilder file =
        keyed().column("tags", "Array(String)", "$.Item.tags").column("n", "Int64", "$.Item.n");
    Mirrored mirrored = new Mirrored(database, file, PK);
    mirrored.export(
        "{\"n\":{\"N\":\"1\"},\"tags\":{\"SS\":[\"y\",\"x\"]},\"pk\":{\"S\":\"\\u0061/\"}}");
    mirrored.insert();
    String fromExport = mirrored.select("pk, tags, n, _record");

    mirrored.record(
        "INSERT",
        4,
        """
        "Keys":{"pk":{"S":"a\\/"}},"NewImage":{"tags":{"SS":["x","y"]},"pk":{"S":"a\\/"}, "n" : {"N":"1"}}\
        """);
    mirrored.insert();

    assertThat(mirrored.select("_event_name")).isEqualTo("INSERT");
    assertThat(mirrored.select("pk, tags, n, _record")).isEqualTo(fromExport);
  }
}
