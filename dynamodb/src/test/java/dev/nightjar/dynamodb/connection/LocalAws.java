package dev.nightjar.dynamodb.connection;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
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
    this(options, UnaryOperator.identity());
  }

  /** With other settings of the connector. */
  LocalAws(AwsLocalOptions options, UnaryOperator<AwsConnector.Builder> settings)
      throws IOException {
    aws = AwsLocal.start(options);
    tables = client(DynamoDbClient.builder());
    createTable();
    try (S3Client s3 = client(S3Client.builder().forcePathStyle(true));
        IamClient iam = client(IamClient.builder())) {
      s3.createBucket(request -> request.bucket(BUCKET));
      createRole(iam);
    }
    connector =
        settings
            .apply(
                AwsConnector.builder()
                    .endpoint(aws.endpoint())
                    .credentials(
                        StaticCredentialsProvider.create(
                            AwsBasicCredentials.create("test", "test"))))
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

  private static void createRole(IamClient iam) {
    iam.createRole(role -> role.roleName("mirror").assumeRolePolicyDocument(TRUST_POLICY));
    iam.putRolePolicy(
        policy -> policy.roleName("mirror").policyName("access").policyDocument(ACCESS_POLICY));
  }

  /** Deletes the role. */
  void deleteRole() {
    try (IamClient iam = client(IamClient.builder())) {
      iam.deleteRolePolicy(policy -> policy.roleName("mirror").policyName("access"));
      iam.deleteRole(role -> role.roleName("mirror"));
    }
  }

  /** Creates it anew: another role of the same name. */
  void createRole() {
    try (IamClient iam = client(IamClient.builder())) {
      createRole(iam);
    }
  }

  /** Lets the role be assumed with this external id only. */
  void trust(String externalId) {
    try (IamClient iam = client(IamClient.builder())) {
      iam.updateAssumeRolePolicy(
          role -> role.roleName("mirror").policyDocument(TRUST_POLICY.replace("id-1", externalId)));
    }
  }

  /** Lets sessions of the role live for 15 minutes, the least that STS knows. */
  void shortSessions() {
    aws.control()
        .operations()
        .intercept((call, next) ->
            next.proceed(
                call.operation().equals("STS.AssumeRole")
                    ? call.withInput(call.input().deepCopy().put("DurationSeconds", "900"))
                    : call));
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
