package dev.nightjar.mirror.row;

import static dev.nightjar.mirror.row.DatasourceBuilder.datasource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Inserts the values of a {@link TypeCase} and reads them back from ClickHouse. */
final class TypeCaseCheck {
  private static final List<KeyAttribute> PK =
      List.of(new KeyAttribute("pk", Role.HASH, ScalarType.S));

  private TypeCaseCheck() {}

  static void check(TypeCase type, TestDatabase database) {
    MirroredRows mirrored =
        new MirroredRows(
            database,
            datasource()
                .column("pk", "String", "$.Item.pk")
                .column("v", type.type(), "$.Item.v")
                .column("w", "String", "$.Item.w"),
            PK);
    Map<String, String> expected = new LinkedHashMap<>();
    Map<String, String> reasons = new LinkedHashMap<>();

    type.held()
        .forEach((value, printed) -> {
          String pk = "held " + value;
          assertThat(mirrored.export(item(pk, value))).as(value).isEqualTo(Outcome.ROW);
          expected.put(pk, printed);
        });
    type.allRefused()
        .forEach((value, reason) -> {
          String pk = "refused " + value;
          assertThat(mirrored.export(item(pk, value)))
              .as(value)
              .isEqualTo(Outcome.ROW_WITH_MISFITS);
          expected.put(pk, type.empty());
          reasons.put(pk, reason);
        });
    assertThat(mirrored.export(item("absent", null))).isEqualTo(Outcome.ROW);
    assertThat(mirrored.export(item("null", "{'NULL':true}"))).isEqualTo(Outcome.ROW);
    expected.put("absent", type.empty());
    expected.put("null", type.empty());
    mirrored.insert();

    assertThat(table(mirrored.select("pk, v, 'end'"))).isEqualTo(expected);
    assertThat(mirrored.select("DISTINCT w, position(_record, 'whole') > 0")).isEqualTo("whole\t1");
    Map<String, String> found =
        table(
            mirrored.quarantined(
                "JSONExtractString(change, 'NewImage', 'pk', 'S'), concat(c__error_column[1], ': ', c__error[1])"));
    assertThat(found.keySet()).isEqualTo(reasons.keySet());
    reasons.forEach(
        (pk, reason) -> assertThat(found.get(pk)).as(pk).startsWith("v: ").contains(reason));
  }

  private static String item(String pk, String value) {
    String attribute = value == null ? "" : ",\"v\":" + quotes(value);
    return "{\"pk\":{\"S\":\"%s\"},\"w\":{\"S\":\"whole\"}%s}"
        .formatted(pk.replace("\\", "\\\\"), attribute);
  }

  private static String quotes(String value) {
    return value.replace('\'', '"');
  }

  private static Map<String, String> table(String text) {
    Map<String, String> rows = new LinkedHashMap<>();
    Arrays.stream(text.split("\n"))
        .map(line -> line.split("\t", -1))
        .filter(cells -> cells.length > 1)
        .forEach(cells -> rows.put(cells[0], cells[1]));
    return rows;
  }
}
