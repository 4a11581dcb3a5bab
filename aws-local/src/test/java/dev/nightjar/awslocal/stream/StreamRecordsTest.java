package dev.nightjar.awslocal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import dev.nightjar.awslocal.MovableClock;
import dev.nightjar.awslocal.dynamodb.TestTable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** What writes leave in a stream. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamRecordsTest {

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00.999Z"));
  private AwsLocal aws;
  private DynamoDbClient dynamo;
  private DynamoDbStreamsClient streams;

  @BeforeAll
  void start() throws IOException {
    aws = AwsLocal.start(AwsLocalOptions.defaults().withClock(clock));
    dynamo = Clients.of(aws).dynamoDb();
    streams = Clients.of(aws).streams();
  }

  @AfterAll
  void stop() {
    dynamo.close();
    streams.close();
    aws.close();
  }

  @Test
  void insertModifyRemove() {
    TestTable table = table(StreamViewType.NEW_AND_OLD_IMAGES);
    table.put("a", 1, Map.of("v", n("1")));
    table.put("a", 1, Map.of("v", n("2")));
    table.delete("a", 1);

    List<Record> records = reader(table).readAll();

    assertThat(records)
        .extracting(Record::eventName)
        .containsExactly(OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE);
    assertThat(records)
        .allSatisfy(r -> assertThat(r.dynamodb().keys()).isEqualTo(table.key("a", 1)));
    assertThat(records.get(0).dynamodb().hasOldImage()).isFalse();
    assertThat(records.get(1).dynamodb().oldImage())
        .isEqualTo(table.item("a", 1, Map.of("v", n("1"))));
    assertThat(records.get(1).dynamodb().newImage())
        .isEqualTo(table.item("a", 1, Map.of("v", n("2"))));
    assertThat(records.get(2).dynamodb().oldImage())
        .isEqualTo(table.item("a", 1, Map.of("v", n("2"))));
    assertThat(records.get(2).dynamodb().hasNewImage()).isFalse();
  }

  @Test
  void theEnvelopeIsAwss() {
    TestTable table = table(StreamViewType.NEW_AND_OLD_IMAGES);
    table.put("a", 1, Map.of("v", s("xyz")));
    table.put("b", 1, Map.of());

    List<Record> records = reader(table).readAll();

    Record record = records.getFirst();
    assertThat(record.eventVersion()).isEqualTo("1.1");
    assertThat(record.eventSource()).isEqualTo("aws:dynamodb");
    assertThat(record.awsRegion()).isEqualTo("eu-west-1");
    assertThat(record.eventID()).matches("[0-9a-f]{32}").isNotEqualTo(records.get(1).eventID());
    assertThat(record.userIdentity()).isNull();
    assertThat(record.dynamodb().sequenceNumber()).matches("[0-9]{21,40}");
    // keys "pk" + "a" + "sk" + 1 (2 bytes), then the same again with "v" + "xyz"
    assertThat(record.dynamodb().sizeBytes()).isEqualTo(7 + 7 + 4);
    assertThat(record.dynamodb().streamViewType()).isEqualTo(StreamViewType.NEW_AND_OLD_IMAGES);
    assertThat(record.dynamodb().approximateCreationDateTime())
        .as("rounded down to the second")
        .isEqualTo(clock.instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
  }

  @ParameterizedTest
  @CsvSource({
    "KEYS_ONLY, false, false", "NEW_IMAGE, true, false",
    "OLD_IMAGE, false, true", "NEW_AND_OLD_IMAGES, true, true"
  })
  void aViewShowsItsImages(StreamViewType view, boolean newImage, boolean oldImage) {
    TestTable table = table(view);
    table.put("a", 1, Map.of("v", n("1")));
    table.put("a", 1, Map.of("v", n("2")));

    var change = reader(table).readAll().get(1).dynamodb();

    assertThat(change.keys()).isEqualTo(table.key("a", 1));
    assertThat(change.hasNewImage()).isEqualTo(newImage);
    assertThat(change.hasOldImage()).isEqualTo(oldImage);
    assertThat(change.streamViewType()).isEqualTo(view);
  }

  @Test
  void aWriteThatChangesNothingLeavesNoRecord() {
    TestTable table = table(StreamViewType.NEW_AND_OLD_IMAGES);
    Map<String, AttributeValue> item =
        Map.of("n", n("1.0"), "set", AttributeValue.fromSs(List.of("a", "b")));
    table.put("a", 1, item);

    table.put("a", 1, item);
    table.put("a", 1, Map.of("n", n("1"), "set", AttributeValue.fromSs(List.of("b", "a"))));
    table.delete("never", 1);
    dynamo.updateItem(r ->
        r.tableName(table.name())
            .key(table.key("a", 1))
            .updateExpression("SET n = :n REMOVE absent")
            .expressionAttributeValues(Map.of(":n", n("10e-1"))));
    dynamo.updateItem(r -> r.tableName(table.name()).key(table.key("a", 1)));

    assertThat(reader(table).readAll()).hasSize(1);
  }

  @Test
  void everyItemOfATransactionHasARecord() {
    TestTable table = table(StreamViewType.NEW_IMAGE);
    dynamo.transactWriteItems(
        r -> r.transactItems(put(table, "a"), put(table, "b"), put(table, "c")));

    assertThat(reader(table).readAll())
        .extracting(record -> record.dynamodb().keys().get("pk").s())
        .containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void whatExpiresIsRemovedByTheService() {
    TestTable table = table(StreamViewType.NEW_AND_OLD_IMAGES);
    dynamo.updateTimeToLive(r ->
        r.tableName(table.name())
            .timeToLiveSpecification(t -> t.enabled(true).attributeName("until")));
    long now = clock.instant().getEpochSecond();
    table.put("soon", 1, Map.of("until", n("" + (now + 60))));
    table.put("later", 1, Map.of("until", n("" + (now + 6000))));
    table.put("text", 1, Map.of("until", s("0")));
    table.put("ancient", 1, Map.of("until", n("1")));
    clock.advance(Duration.ofSeconds(61));

    assertThat(aws.control().tables().expire(table.arn())).isEqualTo(1);

    Record record = reader(table).readAll().getLast();
    assertThat(record.eventName()).isEqualTo(OperationType.REMOVE);
    assertThat(record.dynamodb().keys()).isEqualTo(table.key("soon", 1));
    assertThat(record.userIdentity().type()).isEqualTo("Service");
    assertThat(record.userIdentity().principalId()).isEqualTo("dynamodb.amazonaws.com");
    assertThat(table.get("later", 1)).isNotEmpty();
  }

  private TestTable table(StreamViewType view) {
    return TestTable.create(dynamo, view);
  }

  private StreamReader reader(TestTable table) {
    return new StreamReader(streams, table.streamArn());
  }

  private static TransactWriteItem put(TestTable table, String pk) {
    return TransactWriteItem.builder()
        .put(Put.builder().tableName(table.name()).item(table.key(pk, 1)).build())
        .build();
  }

  private static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  private static AttributeValue n(String number) {
    return AttributeValue.fromN(number);
  }
}
