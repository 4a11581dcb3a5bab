package dev.nightjar.mirror.row;

import static dev.nightjar.mirror.row.DatasourceBuilder.datasource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(EmbeddedEngine.class)
class RowEncoderTest {
  private static final List<KeyAttribute> PK =
      List.of(new KeyAttribute("pk", Role.HASH, ScalarType.S));

  private static DatasourceBuilder keyed() {
    return datasource().column("pk", "String", "$.Item.pk");
  }

  @Test
  void anItemOfEveryTypeIsPlainJsonInItsRecord(TestDatabase database) {
    MirroredRows mirrored = new MirroredRows(database, keyed(), PK);

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
        .isEqualTo("EXPORT\t0\t1\t" + MirroredRows.EXPORT_TIME);
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
    MirroredRows mirrored = new MirroredRows(database, keyed(), PK);

    mirrored.export("{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"%s\"}}".formatted(number));
    mirrored.insert();

    assertThat(mirrored.select("JSONExtractString(_record, 'pk'), isValidJSON(_record)"))
        .isEqualTo("a\t1");
    assertThat(mirrored.select("_record")).contains("\"n\":" + number);
  }

  @Test
  void aChangeBeatsTheExportAndALaterOneAnEarlierWhateverTheOrderOfInserts(TestDatabase database) {
    MirroredRows mirrored =
        new MirroredRows(database, keyed().column("n", "Int64", "$.Item.n"), PK);

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
    MirroredRows mirrored = new MirroredRows(database, keyed(), PK);
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

  @Test
  void anAbsentAttributeWithoutDefaultIsNullOrEmpty(TestDatabase database) {
    MirroredRows mirrored =
        new MirroredRows(
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
    MirroredRows mirrored =
        new MirroredRows(
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
  void namesMayHoldAnyCharacter(TestDatabase database) {
    MirroredRows mirrored =
        new MirroredRows(
            database,
            keyed()
                .column("user-id", "String", "$.Item.user-id")
                .column("a.b", "String", "$.Item.\"a.b\"")
                .column("tick`s", "String", "$.Item.'tick`s'")
                .column("quo\"te", "String", "$.Item.\"quo\\\"te\"")
                .column("it's", "String", "$.Item['it\\'s']")
                .column("back\\slash", "String", "$.Item.\"back\\\\slash\"")
                .column("😀", "String", "$.Item.😀")
                .column("Case", "String", "$.Item.Case")
                .column("deep", "Int64", "$.Item.m[\"x y\"].😀.\"\""),
            PK);

    mirrored.export(
        """
        {"pk":{"S":"a"},"user-id":{"S":"1"},"a.b":{"S":"2"},"tick`s":{"S":"3"},"quo\\"te":{"S":"4"},
         "it's":{"S":"5"},"back\\\\slash":{"S":"6"},"\\ud83d\\ude00":{"S":"7"},"case":{"S":"other"},
         "Case":{"S":"8"},"m":{"M":{"x y":{"M":{"😀":{"M":{"":{"N":"9"}}}}}}}}\
        """);
    mirrored.insert();

    assertThat(
            mirrored.select(
                "`user-id`, `a.b`, `tick\\`s`, `quo\"te`, `it's`, `back\\\\slash`, `😀`, Case, deep"))
        .isEqualTo("1\t2\t3\t4\t5\t6\t7\t8\t9");
  }

  @Test
  void aWholeImageMayBeAJsonOrAMap(TestDatabase database) {
    MirroredRows mirrored =
        new MirroredRows(
            database,
            keyed()
                .column("j", "JSON", "$.NewImage")
                .column("m", "Map(String, String)", "$.Item")
                .column("t", "Tuple(pk String, n Int64)", "$.OldImage"),
            PK);

    mirrored.export("{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"}}");
    mirrored.insert();
    assertThat(mirrored.select("j, m, t"))
        .isEqualTo("{\"n\":1,\"pk\":\"a\"}\t{'n':'1','pk':'a'}\t('',0)");

    mirrored.record(
        "MODIFY",
        5,
        """
        "Keys":{"pk":{"S":"a"}},"NewImage":{"pk":{"S":"a"}},"OldImage":{"pk":{"S":"a"},"n":{"N":"1"}}\
        """);
    mirrored.insert();
    assertThat(mirrored.select("j, m, t")).isEqualTo("{\"pk\":\"a\"}\t{'pk':'a'}\t('a',1)");
  }

  @Test
  void aNumberThatIsNoneDoesNotFitAndStandsAsItCame(TestDatabase database) {
    MirroredRows mirrored =
        new MirroredRows(database, keyed().column("n", "Nullable(Int64)", "$.Item.n"), PK);
    String item = "{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"%s\"}}";

    for (String none : List.of("NaN", "0x10", "")) {
      assertThat(mirrored.export(item.formatted(none))).isEqualTo(Outcome.ROW_WITH_MISFITS);
      mirrored.insert();
      assertThat(mirrored.select("n, _record"))
          .isEqualTo("\\N\t{\"n\":\"" + none + "\",\"pk\":\"a\"}");
    }
    assertThat(mirrored.export(item.formatted("1E+999999999"))).isEqualTo(Outcome.ROW_WITH_MISFITS);
    assertThat(mirrored.export(item.formatted("1"))).isEqualTo(Outcome.ROW);
    mirrored.insert();
    assertThat(mirrored.select("n")).isEqualTo("1");
    assertThat(
            mirrored.quarantined(
                "any(c__error_column), count(), max(position(change, '\"NaN\"') > 0)"))
        .isEqualTo("['n']\t4\t1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"pk\":{\"S\":\"a\"},\"n\":{\"X\":\"y\"}}",
        "{\"pk\":{\"S\":\"a\"},\"n\":{}}",
        "{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":1}}",
        "{\"pk\":\"a\"}"
      })
  void anImageThatIsNoItemLeavesTheOtherAsItIs(String image, TestDatabase database) {
    MirroredRows mirrored =
        new MirroredRows(database, keyed().column("n", "Nullable(Int64)", "$.Item.n"), PK);
    String key = "\"Keys\":{\"pk\":{\"S\":\"a\"}},";
    String good = "{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"7\"}}";

    assertThat(
            mirrored.record("MODIFY", 1, key + "\"NewImage\":" + image + ",\"OldImage\":" + good))
        .isEqualTo(Outcome.ROW_WITH_MISFITS);
    mirrored.insert();
    assertThat(mirrored.select("pk, n, _record, _old_record"))
        .isEqualTo("a\t\\N\t{\"pk\":\"a\"}\t{\"n\":7,\"pk\":\"a\"}");

    assertThat(
            mirrored.record("MODIFY", 2, key + "\"NewImage\":" + good + ",\"OldImage\":" + image))
        .isEqualTo(Outcome.ROW_WITH_MISFITS);
    mirrored.insert();
    assertThat(mirrored.select("pk, n, _old_record")).isEqualTo("a\t7\t\\N");

    assertThat(mirrored.record("REMOVE", 3, key + "\"OldImage\":" + image))
        .isEqualTo(Outcome.ROW_WITH_MISFITS);
    mirrored.insert();
    assertThat(mirrored.select("count()")).isEqualTo("0");
    assertThat(
            mirrored.quarantined(
                "arraySort(groupArray(c__error_column[1])), countIf(position(change, '%s') > 0)"
                    .formatted(image.replace("'", "\\'"))))
        .isEqualTo("['_old_record','_old_record','_record']\t3");
  }

  @Test
  void aKeyThatIsNoNumberIsQuarantinedAndOneThatCannotBeReadIsTheCallers(TestDatabase database) {
    MirroredRows mirrored =
        new MirroredRows(
            database,
            keyed().column("n", "Int64", "$.Item.n"),
            List.of(PK.getFirst(), new KeyAttribute("n", Role.RANGE, ScalarType.N)));

    assertThat(mirrored.export("{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"NaN\"}}"))
        .isEqualTo(Outcome.WITHHELD);
    assertThat(mirrored.misfits.rows()).isOne();
    assertThatThrownBy(() ->
            mirrored.record(
                "INSERT",
                1,
                "\"Keys\":{\"pk\":\"a\"},\"NewImage\":{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"}}"))
        .isInstanceOf(MalformedJsonException.class);
    assertThat(mirrored.rows.rows()).isZero();
    assertThat(mirrored.misfits.rows()).isOne();
    assertThat(mirrored.export("{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"}}"))
        .isEqualTo(Outcome.ROW);
    mirrored.insert();
    assertThat(mirrored.select("n")).isEqualTo("1");
  }

  @Test
  void aKeyThatDoesNotFitWithholdsTheRowAlone(TestDatabase database) {
    List<KeyAttribute> keys =
        List.of(PK.getFirst(), new KeyAttribute("n", Role.RANGE, ScalarType.N));
    MirroredRows mirrored =
        new MirroredRows(database, keyed().column("n", "Float64", "$.Item.n"), keys);

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

  @Test
  void theRowsOfAnExportAndOfTheStreamAreEqualForEqualItems(TestDatabase database) {
    DatasourceBuilder file =
        keyed().column("tags", "Array(String)", "$.Item.tags").column("n", "Int64", "$.Item.n");
    MirroredRows mirrored = new MirroredRows(database, file, PK);
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
