package dev.nightjar.awslocal.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnItemCollectionMetrics;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** ReturnConsumedCapacity and ReturnItemCollectionMetrics, by the guide's rules. */
class ConsumedCapacityTest {

  private static final Map<String, AttributeValue> TWO_KILOBYTES =
      Map.of("more", AttributeValue.fromS("x".repeat(1500)));

  private AwsLocal aws;
  private DynamoDbClient dynamo;
  private TestTable table;

  @BeforeEach
  void start() throws IOException {
    aws = AwsLocal.start(AwsLocalOptions.defaults());
    dynamo = Clients.of(aws).dynamoDb();
    table =
        TestTable.create(
            dynamo,
            TestTable.request()
                .attributeDefinitions(
                    TestTable.attribute("pk", ScalarAttributeType.S),
                    TestTable.attribute("sk", ScalarAttributeType.N),
                    TestTable.attribute("rank", ScalarAttributeType.N),
                    TestTable.attribute("city", ScalarAttributeType.S))
                .localSecondaryIndexes(i ->
                    i.indexName("by-rank")
                        .keySchema(
                            TestTable.key("pk", KeyType.HASH), TestTable.key("rank", KeyType.RANGE))
                        .projection(p -> p.projectionType(ProjectionType.ALL)))
                .globalSecondaryIndexes(i ->
                    i.indexName("by-city")
                        .keySchema(TestTable.key("city", KeyType.HASH))
                        .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))));
  }

  @AfterEach
  void stop() {
    dynamo.close();
    aws.close();
  }

  @Test
  void aWriteConsumesOfTheTableAndOfEachIndexThatItChanges() {
    ConsumedCapacity both = put(Map.of("rank", number(1), "city", text("Bonn")));
    assertThat(both.capacityUnits()).isEqualTo(3);
    assertThat(both.table().capacityUnits()).isEqualTo(1);
    assertThat(both.localSecondaryIndexes().get("by-rank").capacityUnits()).isEqualTo(1);
    assertThat(both.globalSecondaryIndexes().get("by-city").capacityUnits()).isEqualTo(1);

    ConsumedCapacity moved = put(Map.of("rank", number(1), "city", text("Kiel")));
    assertThat(moved.globalSecondaryIndexes().get("by-city").capacityUnits()).isEqualTo(2);

    ConsumedCapacity elsewhere =
        put(Map.of("rank", number(1), "city", text("Kiel"), "other", text("x")));
    assertThat(elsewhere.hasGlobalSecondaryIndexes()).isFalse();
    assertThat(elsewhere.localSecondaryIndexes().get("by-rank").capacityUnits()).isEqualTo(1);
  }

  @Test
  void largerItemsConsumeMoreInBatchesAndTransactionsToo() {
    var batch =
        dynamo.batchWriteItem(b ->
            b.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .requestItems(
                    Map.of(
                        table.name(),
                        List.of(
                            WriteRequest.builder()
                                .putRequest(p -> p.item(table.item("a", 1, TWO_KILOBYTES)))
                                .build()))));
    assertThat(batch.consumedCapacity().getFirst().capacityUnits()).isEqualTo(2);
    assertThat(batch.consumedCapacity().getFirst().table()).isNull();

    var transaction =
        dynamo.transactWriteItems(t ->
            t.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .transactItems(
                    TransactWriteItem.builder()
                        .put(p -> p.tableName(table.name()).item(table.item("b", 1, TWO_KILOBYTES)))
                        .build()));
    assertThat(transaction.consumedCapacity().getFirst().capacityUnits()).isEqualTo(4);
    assertThat(transaction.consumedCapacity().getFirst().writeCapacityUnits()).isEqualTo(4);
  }

  @Test
  void aQueryOfAnIndexConsumesOfTheIndex() {
    put(Map.of("city", text("Bonn")));
    ConsumedCapacity consumed =
        dynamo
            .query(q ->
                q.tableName(table.name())
                    .indexName("by-city")
                    .keyConditionExpression("city = :c")
                    .expressionAttributeValues(Map.of(":c", text("Bonn")))
                    .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES))
            .consumedCapacity();
    assertThat(consumed.table().capacityUnits()).isZero();
    assertThat(consumed.globalSecondaryIndexes().get("by-city").capacityUnits()).isEqualTo(0.5);
  }

  @Test
  void theSizeOfAnItemCollectionIsTold() {
    var metrics =
        dynamo
            .putItem(p ->
                p.tableName(table.name())
                    .item(table.item("a", 1, Map.of()))
                    .returnItemCollectionMetrics(ReturnItemCollectionMetrics.SIZE))
            .itemCollectionMetrics();
    assertThat(metrics.itemCollectionKey()).isEqualTo(Map.of("pk", text("a")));
    assertThat(metrics.sizeEstimateRangeGB()).containsExactly(0.0, 1.0);

    TestTable plain = TestTable.create(dynamo);
    assertThat(
            dynamo
                .putItem(p ->
                    p.tableName(plain.name())
                        .item(plain.key("a", 1))
                        .returnItemCollectionMetrics(ReturnItemCollectionMetrics.SIZE))
                .itemCollectionMetrics())
        .isNull();
  }

  private ConsumedCapacity put(Map<String, AttributeValue> more) {
    return dynamo
        .putItem(p ->
            p.tableName(table.name())
                .item(table.item("a", 1, more))
                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES))
        .consumedCapacity();
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }
}
