package dev.nightjar.dynamodb.connection;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A stand-in for AWS with a table {@code orders}, a bucket {@code orders-exports}, and a role that
 * has the access policy of the specification and no more, for the external id {@code id-1}.
 */
final class LocalAws implements AutoCloseable {
  static final String TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/orders";
  static final String BUCKET = "orders-exports";
  static final RoleTarget TARGET =
      new RoleTarget("arn:aws:iam::123456789012:role/mirror", "us-east-1", List.of("id-0", "id-1"));

  private static final String TRUST_POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
       "Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole",
       "Condition":{"StringEquals":{"sts:ExternalId":"id-1"}}}]}\
      """;
  private static final String ACCESS_POLICY =
      """
      {"Version":"2012-10-17","Statement":[
       {"Effect":"Allow","Action":["dynamodb:Scan","dynamodb:DescribeStream","dynamodb:DescribeExport",
         "dynamodb:GetRecords","dynamodb:GetShardIterator","dynamodb:DescribeTable",
         "dynamodb:DescribeContinuousBackups","dynamodb:ExportTableToPointInTime","dynamodb:UpdateTable",
         "dynamodb:UpdateContinuousBackups"],
        "Resource":["arn:aws:dynamodb:us-east-1:123456789012:table/orders",
         "arn:aws:dynamodb:us-east-1:123456789012:table/orders/stream/*",
         "arn:aws:dynamodb:us-east-1:123456789012:table/orders/export/*"]},
       {"Effect":"Allow","Action":["s3:PutObject","s3:GetObject","s3:ListBucket"],
        "Resource":["arn:aws:s3:::orders-exports","arn:aws:s3:::orders-exports/*"]}]}\
      """;

  final AwsLocal aws;
  final DynamoDbClient tables;
  final AwsConnector connector;
  final TableConnection connection;

  LocalAws(AwsLocalOptions options) throws IOException {
    aws = AwsLocal.start(options);
    tables = client(DynamoDbClient.builder());
    createTable();
    try (S3Client s3 = client(S3Client.builder().forcePathStyle(true));
        IamClient iam = client(IamClient.builder())) {
      s3.createBucket(request -> request.bucket(BUCKET));
      iam.createRole(role -> role.roleName("mirror").assumeRolePolicyDocument(TRUST_POLICY));
      iam.putRolePolicy(
          policy -> policy.roleName("mirror").policyName("access").policyDocument(ACCESS_POLICY));
    }
    connector =
        AwsConnector.builder()
            .endpoint(aws.endpoint())
            .credentials(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .build();
    connection = connector.connect(TARGET);
  }

  private <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(aws.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }

  private void createTable() {
    tables.createTable(table ->
        table
            .tableName("orders")
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(
                key -> key.attributeName("id").attributeType(ScalarAttributeType.S))
            .keySchema(key -> key.attributeName("id").keyType(KeyType.HASH))
            .streamSpecification(stream ->
                stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    tables.updateContinuousBackups(backups ->
        backups
            .tableName("orders")
            .pointInTimeRecoverySpecification(
                recovery -> recovery.pointInTimeRecoveryEnabled(true)));
  }

  /** Puts an item with this id and these further attributes. */
  void put(String id, Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> item = new java.util.HashMap<>(attributes);
    item.put("id", AttributeValue.fromS(id));
    tables.putItem(request -> request.tableName("orders").item(item));
  }

  @Override
  public void close() {
    connection.close();
    connector.close();
    tables.close();
    aws.close();
  }
}
