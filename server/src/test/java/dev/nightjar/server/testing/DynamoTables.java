package dev.nightjar.server.testing;

import dev.nightjar.awslocal.AwsLocal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What a person does in AWS before a deployment: tables with one key {@code id}, a bucket, roles.
 */
public final class DynamoTables implements AutoCloseable {
  public static final String BUCKET = "exports";
  public static final String REGION = "us-east-1";

  private final AwsLocal aws;
  private final DynamoDbClient dynamo;

  public DynamoTables(AwsLocal aws) {
    this.aws = aws;
    this.dynamo = set(DynamoDbClient.builder());
    try (S3Client s3 = set(S3Client.builder().forcePathStyle(true))) {
      s3.createBucket(r -> r.bucket(BUCKET));
    }
  }

  public static String arn(String table) {
    return "arn:aws:dynamodb:" + REGION + ":123456789012:table/" + table;
  }

  public static String role(String name) {
    return "arn:aws:iam::123456789012:role/" + name;
  }

  /** A table that can be mirrored. */
  public DynamoTables table(String name) {
    return table(name, Optional.of(StreamViewType.NEW_AND_OLD_IMAGES), true);
  }

  public DynamoTables table(String name, Optional<StreamViewType> stream, boolean recovery) {
    return create(
        name, List.of(key("id", KeyType.HASH)), List.of(ScalarAttributeType.S), stream, recovery);
  }

  /** A table with two keys, {@code id} and {@code sort}, that can be mirrored. */
  public DynamoTables sortedTable(String name, ScalarAttributeType id, ScalarAttributeType sort) {
    return create(
        name,
        List.of(key("id", KeyType.HASH), key("sort", KeyType.RANGE)),
        List.of(id, sort),
        Optional.of(StreamViewType.NEW_AND_OLD_IMAGES),
        true);
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private DynamoTables create(
      String name,
      List<KeySchemaElement> keys,
      List<ScalarAttributeType> types,
      Optional<StreamViewType> stream,
      boolean recovery) {
    List<AttributeDefinition> attributes = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      attributes.add(
          AttributeDefinition.builder()
              .attributeName(keys.get(i).attributeName())
              .attributeType(types.get(i))
              .build());
    }
    dynamo.createTable(table -> {
      table
          .tableName(name)
          .billingMode(BillingMode.PAY_PER_REQUEST)
          .keySchema(keys)
          .attributeDefinitions(attributes);
      stream.ifPresent(
          view -> table.streamSpecification(s -> s.streamEnabled(true).streamViewType(view)));
    });
    if (recovery) {
      dynamo.updateContinuousBackups(r ->
          r.tableName(name)
              .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
    }
    return this;
  }

  /** Makes a role from the two policies that the server printed. */
  public void role(String name, String trustPolicy, String accessPolicy) {
    try (IamClient iam = set(IamClient.builder())) {
      iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(trustPolicy));
      iam.putRolePolicy(r -> r.roleName(name).policyName("access").policyDocument(accessPolicy));
    }
  }

  /** Replaces a role's trust policy. */
  public void trust(String role, String trustPolicy) {
    try (IamClient iam = set(IamClient.builder())) {
      iam.updateAssumeRolePolicy(r -> r.roleName(role).policyDocument(trustPolicy));
    }
  }

  /** Replaces a role's access policy. */
  public void allow(String role, String accessPolicy) {
    try (IamClient iam = set(IamClient.builder())) {
      iam.putRolePolicy(r -> r.roleName(role).policyName("access").policyDocument(accessPolicy));
    }
  }

  /** A table as AWS describes it. */
  public TableDescription describe(String table) {
    return dynamo.describeTable(r -> r.tableName(table)).table();
  }

  /** A table that can be mirrored, with provisioned throughput. */
  public DynamoTables provisioned(String table, long writeCapacityUnits) {
    table(table);
    dynamo.updateTable(r ->
        r.tableName(table)
            .billingMode(BillingMode.PROVISIONED)
            .provisionedThroughput(
                t -> t.readCapacityUnits(5L).writeCapacityUnits(writeCapacityUnits)));
    return this;
  }

  public void put(String table, String id, String note) {
    dynamo.putItem(r ->
        r.tableName(table)
            .item(Map.of("id", AttributeValue.fromS(id), "note", AttributeValue.fromS(note))));
  }

  public void put(String table, Map<String, AttributeValue> item) {
    dynamo.putItem(r -> r.tableName(table).item(item));
  }

  public void delete(String table, Map<String, AttributeValue> key) {
    dynamo.deleteItem(r -> r.tableName(table).key(key));
  }

  /** How many exports of a table were ever requested. */
  public int exports(String table) {
    return dynamo.listExports(r -> r.tableArn(arn(table))).exportSummaries().size();
  }

  private <B extends AwsClientBuilder<B, C>, C> C set(B builder) {
    return builder
        .endpointOverride(aws.endpoint())
        .region(Region.of(REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }

  @Override
  public void close() {
    dynamo.close();
  }
}
