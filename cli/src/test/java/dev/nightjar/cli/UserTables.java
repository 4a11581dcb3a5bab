package dev.nightjar.cli;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Tables as users have them: ready to be mirrored, or lacking something. */
record UserTables(DynamoDbClient dynamo) {

  /** A table without a stream and without recovery; keys as {@code name:type}. */
  void create(String name, String... keys) {
    create(name, Optional.empty(), keys);
  }

  /** A table with a stream from its first moment, and without recovery. */
  void create(String name, Optional<StreamViewType> view, String... keys) {
    CreateTableRequest.Builder request =
        CreateTableRequest.builder()
            .tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(Stream.of(keys).map(UserTables::definition).toList())
            .keySchema(
                Stream.of(keys)
                    .map(key -> element(key, key.equals(keys[0]) ? KeyType.HASH : KeyType.RANGE))
                    .toList());
    view.ifPresent(type -> request.streamSpecification(stream(type)));
    dynamo.createTable(request.build());
    await(name);
  }

  /** Switches on both, with that view type. */
  void ready(String table, StreamViewType view) {
    switchStreamOn(table, view);
    switchRecoveryOn(table);
  }

  void switchStreamOn(String table, StreamViewType view) {
    dynamo.updateTable(request -> request.tableName(table).streamSpecification(stream(view)));
    await(table);
  }

  void switchRecoveryOn(String table) {
    dynamo.updateContinuousBackups(request ->
        request
            .tableName(table)
            .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
  }

  boolean hasStream(String table) {
    StreamSpecification stream =
        dynamo.describeTable(request -> request.tableName(table)).table().streamSpecification();
    return stream != null && stream.streamEnabled();
  }

  /** Puts an item of two attributes. */
  void put(
      String table, String key, AttributeValue value, String other, AttributeValue otherValue) {
    dynamo.putItem(request -> request.tableName(table).item(Map.of(key, value, other, otherValue)));
  }

  /** A table that lacks what its name says; none at all if that is nothing known. */
  void createUnfit(String name) {
    switch (name) {
      case "no_pitr" -> create(name, Optional.of(StreamViewType.NEW_IMAGE), "pk:S");
      case "no_stream" -> {
        create(name, "pk:S");
        switchRecoveryOn(name);
      }
      case "keys_only" -> {
        create(name, Optional.of(StreamViewType.KEYS_ONLY), "pk:S");
        switchRecoveryOn(name);
      }
      case "large" -> {
        create(name, Optional.of(StreamViewType.NEW_IMAGE), "pk:S");
        switchRecoveryOn(name);
        AttributeValue text = AttributeValue.fromS("x".repeat(390_000));
        Stream.of("1", "2", "3")
            .forEach(key -> put(name, "pk", AttributeValue.fromS(key), "text", text));
      }
      case "busy" -> {
        create(name, Optional.of(StreamViewType.NEW_IMAGE), "pk:S");
        switchRecoveryOn(name);
        dynamo.updateTable(request ->
            request
                .tableName(name)
                .billingMode(BillingMode.PROVISIONED)
                .provisionedThroughput(p -> p.readCapacityUnits(1L).writeCapacityUnits(251L)));
        await(name);
      }
      default -> {}
    }
  }

  private void await(String table) {
    dynamo.waiter().waitUntilTableExists(request -> request.tableName(table));
  }

  private static StreamSpecification stream(StreamViewType view) {
    return StreamSpecification.builder().streamEnabled(true).streamViewType(view).build();
  }

  private static AttributeDefinition definition(String key) {
    return AttributeDefinition.builder()
        .attributeName(key.substring(0, key.lastIndexOf(':')))
        .attributeType(key.substring(key.lastIndexOf(':') + 1))
        .build();
  }

  private static KeySchemaElement element(String key, KeyType type) {
    return KeySchemaElement.builder()
        .attributeName(key.substring(0, key.lastIndexOf(':')))
        .keyType(type)
        .build();
  }
}
