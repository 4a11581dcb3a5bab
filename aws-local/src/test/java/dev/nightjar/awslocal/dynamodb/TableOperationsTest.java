package dev.nightjar.awslocal.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import dev.nightjar.awslocal.MovableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;

/** Operations on tables, by AWS's own client over a socket. */
class TableOperationsTest {

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00.5Z"));
  private AwsLocal aws;
  private DynamoDbClient dynamo;

  @BeforeEach
  void start() throws IOException {
    start(TablesOptions.defaults());
  }

  @AfterEach
  void stop() {
    dynamo.close();
    aws.close();
  }

  @Test
  void aTableIsDescribed() {
    TestTable table =
        TestTable.create(
            dynamo,
            TestTable.request()
                .billingMode(BillingMode.PROVISIONED)
                .provisionedThroughput(t -> t.readCapacityUnits(5L).writeCapacityUnits(7L))
                .streamSpecification(
                    s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE)));
    table.put("a", 1, Map.of("v", AttributeValue.fromS("xyz")));

    TableDescription description = describe(table.name());

    assertThat(description.tableStatus()).isEqualTo(TableStatus.ACTIVE);
    assertThat(description.tableArn())
        .isEqualTo("arn:aws:dynamodb:eu-west-1:123456789012:table/" + table.name());
    assertThat(UUID.fromString(description.tableId())).hasToString(description.tableId());
    assertThat(description.creationDateTime()).isEqualTo(clock.instant());
    assertThat(description.itemCount()).isEqualTo(1);
    assertThat(description.tableSizeBytes()).isEqualTo(7 + 4);
    assertThat(description.keySchema())
        .extracting(k -> k.attributeName() + " " + k.keyType())
        .containsExactly("pk HASH", "sk RANGE");
    assertThat(description.attributeDefinitions())
        .extracting(a -> a.attributeName() + " " + a.attributeType())
        .containsExactly("pk S", "sk N");
    assertThat(description.provisionedThroughput().writeCapacityUnits()).isEqualTo(7);
    assertThat(description.billingModeSummary()).isNull();
    assertThat(description.streamSpecification().streamViewType())
        .isEqualTo(StreamViewType.NEW_IMAGE);
    assertThat(description.latestStreamLabel()).isEqualTo("2026-03-01T12:00:00.500");
    assertThat(description.latestStreamArn())
        .isEqualTo(description.tableArn() + "/stream/2026-03-01T12:00:00.500");
    assertThat(description.deletionProtectionEnabled()).isFalse();
  }

  @Test
  void aTableIsFoundByItsArn() {
    TestTable table = TestTable.create(dynamo);

    assertThat(describe(table.arn()).tableName()).isEqualTo(table.name());
  }

  @Test
  void aNameIsTakenOncePerRegion() {
    CreateTableRequest request = TestTable.request().build();
    assertThat(dynamo.createTable(request).tableDescription().tableStatus())
        .isEqualTo(TableStatus.CREATING);

    assertThatThrownBy(() -> dynamo.createTable(request))
        .isInstanceOf(ResourceInUseException.class)
        .hasMessageContaining("Table already exists: " + request.tableName());
    try (DynamoDbClient elsewhere = Clients.of(aws).in(Region.US_EAST_1).dynamoDb()) {
      assertThat(elsewhere.createTable(request).tableDescription().tableArn())
          .startsWith("arn:aws:dynamodb:us-east-1:");
    }
  }

  @Test
  void aTableMadeAgainIsAnotherOne() {
    CreateTableRequest request = TestTable.request().build();
    String first = dynamo.createTable(request).tableDescription().tableId();
    assertThat(
            dynamo
                .deleteTable(r -> r.tableName(request.tableName()))
                .tableDescription()
                .tableStatus())
        .isEqualTo(TableStatus.DELETING);
    assertThatThrownBy(() -> describe(request.tableName()))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining(
            "Requested resource not found: Table: " + request.tableName() + " not found");

    assertThat(dynamo.createTable(request).tableDescription().tableId()).isNotEqualTo(first);
  }

  @Test
  void creationCanTakeItsTime() throws IOException {
    stop();
    start(TablesOptions.defaults().withCreationTime(Duration.ofSeconds(5)));
    TestTable table = TestTable.create(dynamo);

    assertThat(describe(table.name()).tableStatus()).isEqualTo(TableStatus.CREATING);
    assertThatThrownBy(() -> table.put("a", 1, Map.of()))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> dynamo.deleteTable(r -> r.tableName(table.name())))
        .isInstanceOf(ResourceInUseException.class);
    clock.advance(Duration.ofSeconds(5));
    assertThat(describe(table.name()).tableStatus()).isEqualTo(TableStatus.ACTIVE);
    update(table, r -> r.deletionProtectionEnabled(true));
    assertThat(describe(table.name()).tableStatus()).isEqualTo(TableStatus.UPDATING);
  }

  @Test
  void streamsGoOnAndOffAndNeverAreTheSame() {
    TestTable table = TestTable.create(dynamo);
    assertRefused(
        () -> update(table, r -> r.streamSpecification(s -> s.streamEnabled(false))),
        "Table does not have an enabled stream to disable");

    enableStream(table);
    String first = describe(table.name()).latestStreamArn();
    assertRefused(() -> enableStream(table), "Table already has an enabled stream");
    update(table, r -> r.streamSpecification(s -> s.streamEnabled(false)));
    TableDescription disabled = describe(table.name());
    assertThat(disabled.streamSpecification()).isNull();
    assertThat(disabled.latestStreamArn()).isEqualTo(first);
    clock.advance(Duration.ofMinutes(1));
    enableStream(table);
    assertThat(describe(table.name()).latestStreamLabel()).isEqualTo("2026-03-01T12:01:00.500");
  }

  @Test
  void settingsAreChanged() {
    TestTable table = TestTable.create(dynamo);
    assertThat(describe(table.name()).billingModeSummary().billingMode())
        .isEqualTo(BillingMode.PAY_PER_REQUEST);

    update(
        table,
        r ->
            r.billingMode(BillingMode.PROVISIONED)
                .provisionedThroughput(t -> t.readCapacityUnits(1L).writeCapacityUnits(2L))
                .deletionProtectionEnabled(true));

    assertThat(describe(table.name()).billingModeSummary()).isNull();
    assertThat(describe(table.name()).provisionedThroughput().writeCapacityUnits()).isEqualTo(2);
    assertRefused(
        () -> dynamo.deleteTable(r -> r.tableName(table.name())), "protected against deletion");
    assertRefused(() -> update(table, r -> {}), "At least one of ProvisionedThroughput");
  }

  @Test
  void badTablesAreRefused() {
    assertRefused(
        () -> TestTable.create(dynamo, TestTable.request().tableName("a b")),
        "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
    assertRefused(
        () -> TestTable.create(dynamo, TestTable.request().tableName("ab")),
        "TableName must be at least 3 characters long and at most 255 characters long");
    assertRefused(
        () ->
            TestTable.create(
                dynamo,
                TestTable.request()
                    .attributeDefinitions(TestTable.attribute("pk", ScalarAttributeType.S))),
        "Some index key attributes are not defined in AttributeDefinitions. Keys: [pk, sk],"
            + " AttributeDefinitions: [pk]");
    assertRefused(
        () ->
            TestTable.create(
                dynamo, TestTable.request().keySchema(TestTable.key("pk", KeyType.HASH))),
        "Number of attributes in KeySchema does not exactly match");
    assertRefused(
        () ->
            TestTable.create(
                dynamo, TestTable.request().keySchema(TestTable.key("pk", KeyType.RANGE))),
        "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
    assertRefused(
        () -> TestTable.create(dynamo, TestTable.request().billingMode(BillingMode.PROVISIONED)),
        "must both be specified when BillingMode is PROVISIONED");
    assertRefused(
        () ->
            TestTable.create(
                dynamo,
                TestTable.request()
                    .provisionedThroughput(t -> t.readCapacityUnits(1L).writeCapacityUnits(1L))),
        "can be specified when BillingMode is PAY_PER_REQUEST");
    assertRefused(
        () ->
            TestTable.create(
                dynamo, TestTable.request().streamSpecification(s -> s.streamEnabled(true))),
        "StreamViewType is required");
    assertRefused(
        () ->
            TestTable.create(
                dynamo,
                TestTable.request()
                    .streamSpecification(s -> s.streamEnabled(true).streamViewType("Fisk"))),
        "Member must satisfy enum value set");
  }

  @Test
  void tablesAreListedByName() {
    for (String name : new String[] {"ccc", "aaa", "bbb"}) {
      TestTable.create(dynamo, TestTable.request().tableName(name));
    }

    var first = dynamo.listTables(r -> r.limit(2));

    assertThat(first.tableNames()).containsExactly("aaa", "bbb");
    assertThat(first.lastEvaluatedTableName()).isEqualTo("bbb");
    var second = dynamo.listTables(r -> r.exclusiveStartTableName("bbb"));
    assertThat(second.tableNames()).containsExactly("ccc");
    assertThat(second.lastEvaluatedTableName()).isNull();
  }

  @Test
  void timeToLiveGoesOnAndOff() {
    TestTable table = TestTable.create(dynamo);
    timeToLive(table, true, "until");

    var on = dynamo.describeTimeToLive(r -> r.tableName(table.name())).timeToLiveDescription();
    assertThat(on.timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
    assertThat(on.attributeName()).isEqualTo("until");
    assertRefused(() -> timeToLive(table, true, "until"), "TimeToLive is already enabled");
    assertRefused(() -> timeToLive(table, false, "x"), "active on a different AttributeName");
    timeToLive(table, false, "until");
    assertThat(
            dynamo
                .describeTimeToLive(r -> r.tableName(table.name()))
                .timeToLiveDescription()
                .timeToLiveStatus())
        .isEqualTo(TimeToLiveStatus.DISABLED);
  }

  private void start(TablesOptions tables) throws IOException {
    aws = AwsLocal.start(AwsLocalOptions.defaults().withClock(clock).withTables(tables));
    dynamo = Clients.of(aws).dynamoDb();
  }

  private TableDescription describe(String name) {
    return dynamo.describeTable(r -> r.tableName(name)).table();
  }

  private void update(TestTable table, Consumer<UpdateTableRequest.Builder> request) {
    dynamo.updateTable(r -> request.accept(r.tableName(table.name())));
  }

  private void enableStream(TestTable table) {
    update(
        table,
        r ->
            r.streamSpecification(
                s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
  }

  private void timeToLive(TestTable table, boolean enabled, String attribute) {
    dynamo.updateTimeToLive(r ->
        r.tableName(table.name())
            .timeToLiveSpecification(t -> t.enabled(enabled).attributeName(attribute)));
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DynamoDbException.class,
            refusal ->
                assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ValidationException"))
        .hasMessageContaining(message);
  }
}
