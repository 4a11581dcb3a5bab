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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** GlobalSecondaryIndexUpdates of UpdateTable ("Managing Global Secondary Indexes"). */
class GlobalIndexUpdatesTest {

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private AwsLocal aws;
  private DynamoDbClient dynamo;
  private TestTable table;

  @BeforeEach
  void start() throws IOException {
    aws =
        AwsLocal.start(
            AwsLocalOptions.defaults()
                .withClock(clock)
                .withTables(TablesOptions.defaults().withCreationTime(Duration.ofSeconds(10))));
    dynamo = Clients.of(aws).dynamoDb();
    table = TestTable.create(dynamo);
    clock.advance(Duration.ofSeconds(10));
    table.put("a", 1, Map.of("city", AttributeValue.fromS("Bonn")));
    table.put("b", 1, Map.of("city", AttributeValue.fromS("Kiel")));
    table.put("c", 1, Map.of());
  }

  @AfterEach
  void stop() {
    dynamo.close();
    aws.close();
  }

  @Test
  void anAddedIndexHasWhatIsThereAndWhatComes() {
    update(create("by-city"));

    var building = describe().globalSecondaryIndexes().getFirst();
    assertThat(building.indexStatus()).isEqualTo(IndexStatus.CREATING);
    assertThat(building.backfilling()).isTrue();
    assertThat(describe().attributeDefinitions())
        .extracting(AttributeDefinition::attributeName)
        .containsExactly("pk", "sk", "city");
    clock.advance(Duration.ofSeconds(10));
    assertThat(describe().globalSecondaryIndexes().getFirst().indexStatus())
        .isEqualTo(IndexStatus.ACTIVE);

    table.put("d", 1, Map.of("city", AttributeValue.fromS("Kiel")));

    assertThat(inCity("Kiel")).containsExactlyInAnyOrder("b", "d");
    assertThat(inCity("Bonn")).containsExactly("a");
    assertThat(describe().globalSecondaryIndexes().getFirst().itemCount()).isEqualTo(3);
    assertThat(describe().globalSecondaryIndexes().getFirst().indexSizeBytes())
        .isEqualTo(3 * ("pk".length() + 1 + "sk".length() + 2 + "city".length() + 4));
  }

  @Test
  void aRemovedIndexIsGoneWithItsAttribute() {
    update(create("by-city"));
    clock.advance(Duration.ofSeconds(10));

    update(GlobalSecondaryIndexUpdate.builder().delete(d -> d.indexName("by-city")).build());

    assertThat(describe().globalSecondaryIndexes()).isEmpty();
    assertThat(describe().attributeDefinitions())
        .extracting(AttributeDefinition::attributeName)
        .containsExactly("pk", "sk");
    assertThatThrownBy(() -> inCity("Kiel"))
        .hasMessageContaining("The table does not have the specified index: by-city");
  }

  @Test
  void whatIsTooLongForTheKeyIsNotInTheIndexAndNotWrittenAnyMore() {
    Map<String, AttributeValue> tooLong = Map.of("city", AttributeValue.fromS("x".repeat(2049)));
    table.put("e", 1, tooLong);
    update(create("by-city"));
    clock.advance(Duration.ofSeconds(10));
    assertThat(describe().globalSecondaryIndexes().getFirst().itemCount()).isEqualTo(2);
    assertThatThrownBy(() -> table.put("f", 1, tooLong))
        .isInstanceOf(DynamoDbException.class)
        .hasMessageContaining("IndexName: by-city");
  }

  @Test
  void oneIndexAtATimeAndOnlyOneOfAName() {
    assertThatThrownBy(() -> update(create("one"), create("two")))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("Only 1 online index can be created or deleted simultaneously");
    assertThatThrownBy(() ->
            update(GlobalSecondaryIndexUpdate.builder().delete(d -> d.indexName("none")).build()))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> update(GlobalSecondaryIndexUpdate.builder().build()))
        .isInstanceOf(DynamoDbException.class)
        .hasMessageContaining("One of GlobalSecondaryIndexUpdate.Update");
    update(create("by-city"));
    clock.advance(Duration.ofSeconds(10));
    assertThatThrownBy(() -> update(create("by-city")))
        .hasMessageContaining("Attempting to create an index which already exists");
  }

  private static GlobalSecondaryIndexUpdate create(String name) {
    return GlobalSecondaryIndexUpdate.builder()
        .create(c ->
            c.indexName(name)
                .keySchema(TestTable.key("city", KeyType.HASH))
                .projection(p -> p.projectionType(ProjectionType.ALL)))
        .build();
  }

  private void update(GlobalSecondaryIndexUpdate... updates) {
    dynamo.updateTable(u ->
        u.tableName(table.name())
            .attributeDefinitions(
                TestTable.attribute("pk", ScalarAttributeType.S),
                TestTable.attribute("city", ScalarAttributeType.S))
            .globalSecondaryIndexUpdates(updates));
  }

  private TableDescription describe() {
    return dynamo.describeTable(d -> d.tableName(table.name())).table();
  }

  private List<String> inCity(String city) {
    return dynamo
        .query(q ->
            q.tableName(table.name())
                .indexName("by-city")
                .keyConditionExpression("city = :c")
                .expressionAttributeValues(Map.of(":c", AttributeValue.fromS(city))))
        .items()
        .stream()
        .map(item -> item.get("pk").s())
        .toList();
  }
}
