package dev.nightjar.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/**
 * The files that the two documentation pages show, and those that the clients write, read as they
 * are.
 */
class SpecificationTest {

  @Test
  void readsTheFilesOfTheForwardPage() {
    Project project =
        Files.sound(
            Files.connection(),
            Files.datasource(
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
                IMPORT_EXPORT_BUCKET 'my-orders-exports'
                """));

    ConnectionFile connection = project.connections().get("my_ddb");
    assertThat(connection.type()).isEqualTo("dynamodb");
    assertThat(connection.dynamoDb())
        .contains(
            new DynamoDbConnection(
                new Value.SecretReference("dynamodb_role_arn_my_ddb", Optional.empty()),
                new Value.Literal("us-east-1")));
    DatasourceFile orders = project.datasources().get("orders");
    assertThat(orders.columns())
        .extracting(Column::name)
        .containsExactly(
            "pk", "sk", "_record", "_old_record", "_timestamp", "_event_name", "_is_deleted");
    assertThat(orders.column("_old_record").orElseThrow().type()).isEqualTo("Nullable(String)");
    assertThat(orders.column("pk").orElseThrow().jsonPath()).contains(JsonPath.of("Item", "pk"));
    assertThat(orders.engine().name()).contains("ReplacingMergeTree");
    assertThat(orders.engine().sortingKey()).containsExactly("pk", "sk");
    assertThat(orders.engine().ver()).contains("_timestamp");
    assertThat(orders.engine().isDeleted()).contains("_is_deleted");
    assertThat(orders.dynamoDb())
        .contains(
            new DynamoDbImport(
                "my_ddb",
                new Value.Literal("arn:aws:dynamodb:us-east-1:123456789012:table/orders"),
                new Value.Literal("my-orders-exports")));
  }

  @Test
  void readsTheFilesOfTheClassicPage() {
    DatasourceFile orders =
        Files.orders(
            """
            SCHEMA >
                `timestamp` DateTime64(3) `json:$.timestamp`,
                `transaction_id` String `json:$.transaction_id`,
                `passport_number` Int64 `json:$.passport_number`,
                `tags` Array(String) `json:$.tags[:]`

            IMPORT_SERVICE "dynamodb"
            IMPORT_CONNECTION_NAME my_ddb
            IMPORT_TABLE_ARN arn:aws:dynamodb:us-east-1:123456789012:table/flights
            IMPORT_EXPORT_BUCKET "s3://my-exports/"
            """);

    assertThat(orders.engine().isStated()).isFalse();
    assertThat(orders.columns()).hasSize(4);
    assertThat(orders.column("tags").orElseThrow().jsonPath())
        .contains(new JsonPath(List.of("tags"), true, List.of()));
    assertThat(orders.dynamoDb().orElseThrow().exportBucket())
        .isEqualTo(new Value.Literal("my-exports"));
    assertThat(orders.others()).isEmpty();
  }

  @Test
  void readsWhatTheTypeScriptSdkGenerates() {
    Project project =
        Files.sound(
            new SourceFile(
                "events_dynamo.connection",
                "TYPE dynamodb\nDYNAMODB_ARN {{ tb_secret(\"ROLE\", \"none\") }}\nDYNAMODB_REGION us-east-1"),
            new SourceFile(
                "dynamo_events.datasource",
                """
                DESCRIPTION >
                    Mirror of the DynamoDB events table

                SCHEMA >
                    id String `json:$.Id`,
                    _record String `json:$.NewImage`,
                    _timestamp DateTime64(3) `json:$.ApproximateCreationDateTime`,
                    _event_name LowCardinality(String) `json:$.eventName`,
                    _is_deleted UInt8 `json:$._is_deleted`

                ENGINE "ReplacingMergeTree"
                ENGINE_SORTING_KEY "id"
                ENGINE_VER "_timestamp"
                ENGINE_IS_DELETED "_is_deleted"

                IMPORT_CONNECTION_NAME events_dynamo
                IMPORT_TABLE_ARN arn:aws:dynamodb:us-east-1:123456789012:table/events
                IMPORT_EXPORT_BUCKET s3://my-export-bucket\
                """),
            new SourceFile(
                "latest_events.pipe",
                """
                DESCRIPTION >
                    Current state of the events table

                NODE current
                DESCRIPTION >
                    dedup
                SQL >
                    %
                    SELECT id, JSONExtractString(_record, 'type', 'S') AS type, _timestamp
                            FROM dynamo_events FINAL
                            WHERE _is_deleted = 0
                            {% if defined(id) %}
                            AND id = {{ String(id, '', required=False, description="Event id") }}
                            {% end %}

                NODE endpoint
                SQL >
                    %
                    SELECT * FROM current ORDER BY _timestamp DESC LIMIT {{ Int32(limit, 10, required=False) }}

                TYPE endpoint
                CACHE 5

                TOKEN app_read READ\
                """));

    assertThat(project.datasources().get("dynamo_events").description())
        .contains("Mirror of the DynamoDB events table");
    PipeFile pipe = project.pipes().get("latest_events");
    assertThat(pipe.nodes()).extracting(Node::name).containsExactly("current", "endpoint");
    assertThat(pipe.nodes()).allMatch(Node::template);
    assertThat(pipe.nodes().getFirst().description()).contains("dedup");
    assertThat(pipe.nodes().getFirst().sql())
        .startsWith("SELECT id, JSON")
        .contains("\n        FROM dynamo_events FINAL\n")
        .endsWith("{% end %}");
    assertThat(pipe.nodes().getLast().type()).isEqualTo(new NodeType.Endpoint(OptionalInt.of(5)));
    assertThat(pipe.tokens()).extracting(TokenGrant::token).containsExactly("app_read");
    assertThat(project.connections().get("events_dynamo").dynamoDb().orElseThrow().roleArn())
        .isEqualTo(new Value.SecretReference("ROLE", Optional.of("none")));
  }

  @Test
  void readsEveryOptionThatTheSdkCanWrite() {
    DatasourceFile orders =
        Files.orders(
            """
            DESCRIPTION >
                all options
            and a second line that is not indented
            Indices are explained below.

            SCHEMA >
                id String `json:$.id` DEFAULT 'x',
                n Int32 `json:$.n` CODEC(ZSTD(1)),
                ts DateTime `json:$.ts` DEFAULT now(),
                j JSON `json:$.j`

            ENGINE "MergeTree"
            ENGINE_PARTITION_KEY "toYYYYMM(ts)"
            ENGINE_SORTING_KEY "id, ts"
            ENGINE_PRIMARY_KEY "id"
            ENGINE_TTL "ts + INTERVAL 90 DAY"
            ENGINE_SETTINGS "index_granularity=1024, storage_policy='a, b'"

            INDEXES >
                idx id TYPE bloom_filter(0.01) GRANULARITY 4

            BACKFILL skip

            FORWARD_QUERY >
                SELECT *,
                  toString(id) AS id

            TOKEN app READ
            TOKEN "the app" APPEND

            SHARED_WITH >
                ws_a,
                ws_b
            """);

    assertThat(orders.description())
        .contains(
            "all options\nand a second line that is not indented\nIndices are explained below.");
    assertThat(orders.column("id").orElseThrow().defaultExpression()).contains("'x'");
    assertThat(orders.column("n").orElseThrow().codec()).contains("ZSTD(1)");
    assertThat(orders.column("ts").orElseThrow().defaultExpression()).contains("now()");
    assertThat(orders.engine().partitionKey()).contains("toYYYYMM(ts)");
    assertThat(orders.engine().ttl()).contains("ts + INTERVAL 90 DAY");
    assertThat(orders.engine().settings())
        .containsEntry("index_granularity", "1024")
        .containsEntry("storage_policy", "'a, b'");
    assertThat(orders.indexes().getFirst().type()).isEqualTo("bloom_filter(0.01)");
    assertThat(orders.indexes().getFirst().granularity()).isEqualTo(4);
    assertThat(orders.skipBackfill()).isTrue();
    assertThat(orders.forwardQuery()).contains("SELECT *,\n  toString(id) AS id");
    assertThat(orders.tokens())
        .extracting(TokenGrant::token, TokenGrant::permission)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("app", TokenGrant.Permission.READ),
            org.assertj.core.groups.Tuple.tuple("the app", TokenGrant.Permission.APPEND));
    assertThat(orders.sharedWith()).containsExactly("ws_a", "ws_b");
  }

  @Test
  void readsWhatTheWizardWrites() {
    Project project =
        Files.sound(
            new SourceFile(
                "connections/c.connection",
                """
                TYPE dynamodb
                DYNAMODB_ARN {{ tb_secret("dynamodb_role_arn_c_0a1b2c3d") }}
                DYNAMODB_REGION us-east-1
                # Learn more at https://example.org/docs
                """),
            new SourceFile(
                "datasources/users.datasource",
                """
                DESCRIPTION >
                    users - DynamoDB data source

                SCHEMA >
                    `user-id` String `json:$.Item.user-id`,
                    `sk` Float64 `json:$.Item.sk`,
                    `_record` String `json:$.NewImage`

                ENGINE "ReplacingMergeTree"
                ENGINE_SORTING_KEY user-id, sk
                ENGINE_VER _timestamp
                ENGINE_IS_DELETED _is_deleted

                IMPORT_CONNECTION_NAME 'c'
                IMPORT_TABLE_ARN 'arn:aws:dynamodb:us-east-1:123456789012:table/users'
                IMPORT_EXPORT_BUCKET 'bucket'
                """));

    DatasourceFile users = project.datasources().get("users");
    assertThat(users.engine().sortingKey()).containsExactly("user-id", "sk");
    assertThat(users.column("user-id").orElseThrow().jsonPath())
        .contains(JsonPath.of("Item", "user-id"));
    assertThat(project.connections().get("c").dynamoDb().orElseThrow().region())
        .isEqualTo(new Value.Literal("us-east-1"));
  }
}
