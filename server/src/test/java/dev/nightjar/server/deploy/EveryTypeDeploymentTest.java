package dev.nightjar.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.project.JsonPath;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import tools.jackson.databind.JsonNode;

/** One data source with a column of every type, from the table to FINAL. */
class EveryTypeDeploymentTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  /** A column's type, its attribute's value, and how ClickHouse prints it. */
  private record Typed(String type, AttributeValue value, String printed) {}

  private static final Map<String, Typed> COLUMNS = columns();

  private static Map<String, Typed> columns() {
    AttributeValue address =
        AttributeValue.fromM(Map.of("city", s("Burien"), "zip", n("98062"), "old", s("unmapped")));
    Map<String, Typed> columns = new LinkedHashMap<>();
    columns.put("text", new Typed("String", s("tab\t 😀"), "tab\\t 😀"));
    columns.put("number text", new Typed("String", n("1.5"), "1.5"));
    columns.put("binary", new Typed("String", b(0, 255), "AP8="));
    columns.put("map text", new Typed("String", AttributeValue.fromM(Map.of()), "{}"));
    columns.put("fixed", new Typed("FixedString(3)", s("abc"), "abc"));
    columns.put("low", new Typed("LowCardinality(String)", s("low"), "low"));
    columns.put("maybe", new Typed("Nullable(String)", AttributeValue.fromNul(true), "\\N"));
    columns.put("flag", new Typed("Bool", AttributeValue.fromBool(true), "true"));
    for (int bits = 8; bits <= 256; bits *= 2) {
      columns.put("i" + bits, new Typed("Int" + bits, n("-7"), "-7"));
      columns.put("u" + bits, new Typed("UInt" + bits, n("7"), "7"));
    }
    columns.put("f32", new Typed("Float32", n("0.5"), "0.5"));
    columns.put("f64", new Typed("Float64", n("0.1"), "0.1"));
    columns.put("price", new Typed("Decimal(9, 2)", n("12.3"), "12.3"));
    columns.put("dec64", new Typed("Decimal64(4)", n("-0.0001"), "-0.0001"));
    columns.put("dec128", new Typed("Decimal(38, 0)", n("9".repeat(38)), "9".repeat(38)));
    columns.put("dec256", new Typed("Decimal256(10)", n("1E+20"), "1" + "0".repeat(20)));
    columns.put("day", new Typed("Date", s("2024-07-25"), "2024-07-25"));
    columns.put("day32", new Typed("Date32", s("1900-01-01"), "1900-01-01"));
    columns.put("t", new Typed("DateTime('UTC')", n("1721904397"), "2024-07-25 10:46:37"));
    columns.put(
        "t3",
        new Typed(
            "DateTime64(3, 'UTC')", s("2024-07-25T10:46:37.380Z"), "2024-07-25 10:46:37.380"));
    columns.put(
        "t9",
        new Typed(
            "DateTime64(9, 'Europe/Madrid')",
            s("2024-07-25T12:46:37.123456789+02:00"),
            "2024-07-25 12:46:37.123456789"));
    columns.put(
        "uuid",
        new Typed(
            "UUID",
            s("399361d5-10fc-4777-8187-88aaa4623569"),
            "399361d5-10fc-4777-8187-88aaa4623569"));
    columns.put("state", new Typed("Enum8('open' = 1, 'closed' = 2)", s("closed"), "closed"));
    columns.put("state16", new Typed("Enum16('a' = 1000)", s("a"), "a"));
    columns.put("ip4", new Typed("IPv4", s("192.0.2.1"), "192.0.2.1"));
    columns.put("ip6", new Typed("IPv6", s("2001:db8::1"), "2001:db8::1"));
    columns.put(
        "json",
        new Typed("JSON", address, "{\"city\":\"Burien\",\"old\":\"unmapped\",\"zip\":98062}"));
    columns.put(
        "map",
        new Typed(
            "Map(String, String)", address, "{'city':'Burien','old':'unmapped','zip':'98062'}"));
    columns.put(
        "tuple",
        new Typed(
            "Tuple(city String, zip UInt32, floor Nullable(Int8))",
            address,
            "('Burien',98062,NULL)"));
    columns.put(
        "tags",
        new Typed(
            "Array(LowCardinality(String))",
            AttributeValue.fromSs(List.of("b", "a")),
            "['a','b']"));
    columns.put(
        "numbers", new Typed("Array(Int64)", AttributeValue.fromNs(List.of("10", "9")), "[9,10]"));
    columns.put(
        "nested",
        new Typed(
            "Array(Array(Nullable(Int8)))",
            list(list(n("1"), AttributeValue.fromNul(true)), list()),
            "[[1,NULL],[]]"));
    columns.put(
        "maps",
        new Typed(
            "Array(String)",
            list(address),
            "['{\"city\":\"Burien\",\"old\":\"unmapped\",\"zip\":98062}']"));
    for (String name :
        List.of("user-id", "a.b", "it's", "tick`s", "quo\"te", "back\\slash", "😀", "Case", "$")) {
      columns.put(name, new Typed("String", s("of " + name.length()), "of " + name.length()));
    }
    return columns;
  }

  @Test
  void aTableWithEveryTypeIsMirrored() {
    try (DynamoTables tables = new DynamoTables(SERVER.aws())) {
      tables.sortedTable("every", ScalarAttributeType.N, ScalarAttributeType.S);
      tables.put("every", item("0.5"));
      tables.put("every", item("1"));
      // No double is this number: its item goes to quarantine, not under another key.
      tables.put("every", item("12345678901234567"));
      Client client = SERVER.client();
      String policies = "/v0/integrations/dynamodb/policies/";
      tables.role(
          "reader",
          client.get(policies + "trust-policy?external_id_seed=aws").body(),
          client
              .get(policies + "read-access-policy?table_name=every&bucket=" + DynamoTables.BUCKET)
              .body());
      Map<String, String> secret =
          Map.of("name", "dynamodb_role_arn_aws", "value", DynamoTables.role("reader"));
      client.form("POST", "/v0/variables", secret);

      JsonNode build = upload("/v1/build");
      assertThat(build.path("result").asString()).as(build.toString()).isEqualTo("success");
      assertThat(build.path("build").path("feedback").toString()).contains(floatKeyWarning());
      JsonNode deployment = upload("/v1/deploy?auto_promote=true");
      assertThat(deployment.path("result").asString())
          .as(deployment.toString())
          .isEqualTo("success");
      assertThat(deployment.path("deployment").path("feedback").toString())
          .contains(floatKeyWarning());
      await().atMost(Duration.ofSeconds(60)).until(() -> state().equals("LIVE"));

      tables.put("every", item("2"));
      tables.delete("every", key("1"));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> client.rows("SELECT id FROM every FINAL ORDER BY id").equals("0.5\n2"));
      COLUMNS.forEach((name, column) ->
          assertThat(client.rows("SELECT DISTINCT " + Sql.identifier(name) + " FROM every FINAL"))
              .as(name)
              .isEqualTo(column.printed()));
      assertThat(
              client.rows("SELECT DISTINCT c__error_column[1], c__error[1] FROM every_quarantine"))
          .isEqualTo("id\tthe key would not convert back to itself");
    }
  }

  private static String floatKeyWarning() {
    return "datasources/every.datasource:2:5: Column `id` holds a number key in a Float64";
  }

  private static Map<String, String> project() {
    String columns =
        COLUMNS.entrySet().stream()
            .map(column ->
                "    %s %s `json:%s`"
                    .formatted(
                        Sql.identifier(column.getKey()),
                        column.getValue().type(),
                        JsonPath.of("Item", column.getKey())))
            .collect(Collectors.joining(",\n"));
    String datasource =
        """
        SCHEMA >
            `id` Float64 `json:$.Item.id`,
            `sort` Date `json:$.Item.sort`,
        %s

        ENGINE "ReplacingMergeTree"
        ENGINE_SORTING_KEY id, sort

        IMPORT_CONNECTION_NAME 'aws'
        IMPORT_TABLE_ARN '%s'
        IMPORT_EXPORT_BUCKET '%s'
        """
            .formatted(columns, DynamoTables.arn("every"), DynamoTables.BUCKET);
    return Map.of(
        "connections/aws.connection",
        Files.connection(),
        "datasources/every.datasource",
        datasource);
  }

  private static JsonNode upload(String path) {
    Response response = SERVER.client().upload(path, project());
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return response.json();
  }

  private static String state() {
    return SERVER.client().get("/v1/mirrors/every").json().path("state").asString();
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of("id", n(id), "sort", s("2024-07-25"));
  }

  private static Map<String, AttributeValue> item(String id) {
    Map<String, AttributeValue> item = new HashMap<>(key(id));
    COLUMNS.forEach((name, column) -> item.put(name, column.value()));
    return item;
  }

  private static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  private static AttributeValue n(String digits) {
    return AttributeValue.fromN(digits);
  }

  private static AttributeValue b(int... bytes) {
    byte[] array = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      array[i] = (byte) bytes[i];
    }
    return AttributeValue.fromB(SdkBytes.fromByteArray(array));
  }

  private static AttributeValue list(AttributeValue... elements) {
    return AttributeValue.fromL(List.of(elements));
  }
}
