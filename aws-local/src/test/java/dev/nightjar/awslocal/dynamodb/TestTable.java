package dev.nightjar.awslocal.dynamodb;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** A table of a string {@code pk} and a number {@code sk}, under a name of its own. */
public record TestTable(DynamoDbClient dynamo, String name, String arn, String streamArn) {

  /** Without a stream. */
  public static TestTable create(DynamoDbClient dynamo) {
    return create(dynamo, request());
  }

  /** With a stream of that view. */
  public static TestTable create(DynamoDbClient dynamo, StreamViewType view) {
    return create(
        dynamo, request().streamSpecification(s -> s.streamEnabled(true).streamViewType(view)));
  }

  /** The request for one, to be changed. */
  public static CreateTableRequest.Builder request() {
    return CreateTableRequest.builder()
        .tableName("t-" + UUID.randomUUID())
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(
            attribute("pk", ScalarAttributeType.S), attribute("sk", ScalarAttributeType.N))
        .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE));
  }

  public static TestTable create(DynamoDbClient dynamo, CreateTableRequest.Builder request) {
    var table = dynamo.createTable(request.build()).tableDescription();
    return new TestTable(dynamo, table.tableName(), table.tableArn(), table.latestStreamArn());
  }

  public static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  public static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  public Map<String, AttributeValue> key(String pk, long sk) {
    return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromN(Long.toString(sk)));
  }

  public Map<String, AttributeValue> item(String pk, long sk, Map<String, AttributeValue> more) {
    Map<String, AttributeValue> item = new HashMap<>(key(pk, sk));
    item.putAll(more);
    return item;
  }

  public void put(String pk, long sk, Map<String, AttributeValue> more) {
    dynamo.putItem(r -> r.tableName(name).item(item(pk, sk, more)));
  }

  public void delete(String pk, long sk) {
    dynamo.deleteItem(r -> r.tableName(name).key(key(pk, sk)));
  }

  public Map<String, AttributeValue> get(String pk, long sk) {
    return dynamo.getItem(r -> r.tableName(name).key(key(pk, sk))).item();
  }
}
