package dev.nightjar.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.project.Column;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.JsonPath;
import dev.nightjar.project.ParsedProject;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.SourceFile;
import dev.nightjar.project.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MirrorFilesTest {

  private static final String ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/orders";

  @Test
  void theFilesAreTheSpecifications() {
    assertThat(MirrorFiles.connection("my_ddb", "us-east-1"))
        .isEqualTo(
            """
            TYPE dynamodb
            DYNAMODB_ARN {{ tb_secret("dynamodb_role_arn_my_ddb") }}
            DYNAMODB_REGION us-east-1
            """);
    assertThat(text(table("NEW_AND_OLD_IMAGES", key("pk"), sortKey("sk"))))
        .isEqualTo(
            """
            SCHEMA >
                `pk` String `json:$.Item.pk`,
                `sk` String `json:$.Item.sk`,
                `_record` String `json:$.NewImage`,
                `_old_record` Nullable(String) `json:$.OldImage`,
                `_timestamp` DateTime64(3) `json:$.ApproximateCreationDateTime`,
                `_event_name` LowCardinality(String) `json:$.eventName`,
                `_is_deleted` UInt8 `json:$._is_deleted`

            ENGINE "ReplacingMergeTree"
            ENGINE_SORTING_KEY pk, sk
            ENGINE_VER _timestamp
            ENGINE_IS_DELETED _is_deleted

            IMPORT_CONNECTION_NAME 'my_ddb'
            IMPORT_TABLE_ARN 'arn:aws:dynamodb:us-east-1:123456789012:table/orders'
            IMPORT_EXPORT_BUCKET 'my-exports'
            """);
  }

  @Test
  void theOldRecordIsThereOnlyIfTheStreamHasIt() {
    assertThat(text(table("NEW_IMAGE", key("pk")))).doesNotContain("_old_record");
  }

  @Test
  void numbersHaveTheirTypeAndBytesAreText() {
    TableFacts table =
        table(
            "NEW_IMAGE",
            new KeyAttribute("pk", false, KeyAttribute.Type.B),
            new KeyAttribute("sk", true, KeyAttribute.Type.N));

    assertThat(
            MirrorFiles.datasource(
                table, Map.of("sk", NumberKeyType.decimal(2)), "my_ddb", ARN, "my-exports"))
        .contains("    `pk` String `json:$.Item.pk`,\n")
        .contains("    `sk` Decimal(38, 2) `json:$.Item.sk`,\n");
  }

  @Test
  void aNameThatIsTakenGetsAnotherColumn() {
    assertThat(text(table("NEW_IMAGE", key("_record"), sortKey("key__record"))))
        .contains("    `key__record` String `json:$.Item._record`,\n")
        .contains("    `key_key__record` String `json:$.Item.key__record`,\n")
        .contains("ENGINE_SORTING_KEY key__record, key_key__record\n");
  }

  @Test
  void aNameThatIsNoIdentifierKeepsItsNameInBackticks() {
    assertThat(text(table("NEW_IMAGE", key("user-id"), sortKey("a.b"))))
        .contains("    `user-id` String `json:$.Item.user-id`,\n")
        .contains("    `a.b` String `json:$.Item.\"a.b\"`,\n")
        .contains("ENGINE_SORTING_KEY `user-id`, `a.b`\n");
  }

  @Property(tries = 300)
  void whateverTheKeysAreCalledTheFileSaysIt(
      @ForAll("names") String partition, @ForAll("names") String sort) {
    Assume.that(!partition.equals(sort));
    String text = text(table("NEW_AND_OLD_IMAGES", key(partition), sortKey(sort)));

    ParsedProject parsed =
        ProjectParser.parse(
            List.of(
                new SourceFile(
                    "c/my_ddb.connection", MirrorFiles.connection("my_ddb", "us-east-1")),
                new SourceFile("d/orders.datasource", text)));

    assertThat(parsed.problems()).isEmpty();
    DatasourceFile file = parsed.project().datasources().get("orders");
    List<Column> keys = file.columns().subList(0, 2);
    assertThat(keys)
        .extracting(column -> column.jsonPath().orElseThrow())
        .containsExactly(JsonPath.of("Item", partition), JsonPath.of("Item", sort));
    assertThat(file.engine().sortingKey()).isEqualTo(keys.stream().map(Column::name).toList());
    List<String> names = file.columns().stream().map(Column::name).toList();
    assertThat(new HashSet<>(names)).hasSize(7).hasSameSizeAs(names);
    assertThat(file.dynamoDb().orElseThrow().tableArn()).isEqualTo(new Value.Literal(ARN));
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "pk",
            "user-id",
            "a.b",
            "_timestamp",
            "_version",
            "x`y",
            "\"q\"",
            "'",
            "\\",
            "# c",
            "a, b"),
        Arbitraries.strings()
            .withChars("ab_-.`\"'\\ #,()[]{}>$:é😀\n\t")
            .ofMinLength(1)
            .ofMaxLength(8),
        Arbitraries.strings()
            .all()
            .excludeChars('\ud800')
            .ofMinLength(1)
            .ofMaxLength(5)
            .filter(text -> text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff)));
  }

  private static String text(TableFacts table) {
    return MirrorFiles.datasource(table, Map.of(), "my_ddb", ARN, "my-exports");
  }

  private static TableFacts table(String view, KeyAttribute... keys) {
    return new TableFacts(view, 0, 0, List.of(), List.of(keys));
  }

  private static KeyAttribute key(String name) {
    return new KeyAttribute(name, false, KeyAttribute.Type.S);
  }

  private static KeyAttribute sortKey(String name) {
    return new KeyAttribute(name, true, KeyAttribute.Type.S);
  }
}
