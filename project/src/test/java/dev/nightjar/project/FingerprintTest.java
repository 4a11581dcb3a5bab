package dev.nightjar.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
  private static final String ORDERS =
      """
      DESCRIPTION text
      SCHEMA >
          id String `json:$.Item.id`,
          n Int64 `json:$.Item.n` DEFAULT 1
      ENGINE "ReplacingMergeTree"
      ENGINE_SORTING_KEY "id"
      TOKEN a READ
      TOKEN b READ
      """
          + Files.IMPORT;

  @Test
  void doesNotChangeWithWhatMeansNothing() {
    String same =
        """
        # comment
        IMPORT_EXPORT_BUCKET "s3://my-orders-exports/"
        IMPORT_TABLE_ARN 'arn:aws:dynamodb:us-east-1:123456789012:table/orders'
        IMPORT_CONNECTION_NAME my_ddb
        IMPORT_SERVICE dynamodb

        TOKEN "b" READ
        TOKEN 'a' READ
        ENGINE_SORTING_KEY id -- not a comment here
        ENGINE ReplacingMergeTree
        schema >
          `id`   String   `json:$['Item'].id`, -- key
          n Int64 DEFAULT  1 `json:$.Item."n"`,
        DESCRIPTION >
            text
        """
            .replace(" -- not a comment here", "");

    assertThat(Fingerprint.of(Files.orders(same))).isEqualTo(Fingerprint.of(Files.orders(ORDERS)));
    assertThat(Fingerprint.of(Files.ep("NODE n\nSQL >\n    SELECT 1,  2\nTYPE endpoint\n")))
        .isEqualTo(
            Fingerprint.of(Files.ep("NODE n\nSQL >\n  SELECT\n  1,2 -- two\n\nTYPE ENDPOINT\n")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DESCRIPTION text | DESCRIPTION texts | false",
        "TOKEN a READ | TOKEN a APPEND | false",
        "my-orders-exports | other-bucket | false",
        "table/orders | table/orders2 | false",
        "n Int64 | n Int32 | true",
        "DEFAULT 1 | DEFAULT 2 | true",
        "json:$.Item.n | json:$.Item.m | true",
        "ENGINE \"ReplacingMergeTree\" | '' | true",
        "ENGINE_SORTING_KEY \"id\" | ENGINE_SORTING_KEY \"n\" | true"
      })
  void changesWithWhatMeansSomething(String from, String to, boolean table) {
    DatasourceFile before = Files.orders(ORDERS);
    DatasourceFile after = Files.orders(ORDERS.replace(from, to));

    assertThat(Fingerprint.of(after)).isNotEqualTo(Fingerprint.of(before));
    assertThat(Fingerprint.ofTable(after).equals(Fingerprint.ofTable(before))).isEqualTo(!table);
  }

  @Test
  void tellsSecretsTemplatesAndTypesApart() {
    assertThat(Fingerprint.of(connection("{{ tb_secret(\"a\") }}")))
        .isNotEqualTo(Fingerprint.of(connection("{{ tb_secret(\"b\") }}")))
        .isNotEqualTo(Fingerprint.of(connection("{{ tb_secret(\"a\", \"x\") }}")))
        .isEqualTo(Fingerprint.of(connection("{{tb_secret('a')}}")));
    assertThat(Fingerprint.of(Files.ep("NODE n\nSQL >\n    SELECT 1\n")))
        .isNotEqualTo(Fingerprint.of(Files.ep("NODE n\nSQL >\n    %\n    SELECT 1\n")))
        .isNotEqualTo(Fingerprint.of(Files.ep("NODE n\nSQL >\n    SELECT 1\nTYPE endpoint\n")));
  }

  @Test
  void isTheSameOnEveryMachine() {
    assertThat(Fingerprint.of(connection("{{ tb_secret(\"a\") }}"))).matches("[0-9a-f]{64}");
    assertThat(Fingerprint.ofTable(Files.orders("SCHEMA >\n    id String\n")))
        .isEqualTo("9a1872d90d1815bcaf4758c0adce02595034f8eae7a04e0d287b5de9fe1fd3c5");
  }

  private static ConnectionFile connection(String role) {
    return Files.sound(
            new SourceFile(
                "c.connection",
                "TYPE dynamodb\nDYNAMODB_ARN " + role + "\nDYNAMODB_REGION us-east-1\n"))
        .connections()
        .get("c");
  }
}
