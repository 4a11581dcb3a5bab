package dev.nightjar.mirror;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.dynamodb.connection.AwsConnector;
import dev.nightjar.dynamodb.connection.RoleTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A local AWS with one table {@code orders} (keys {@code pk} and {@code sk}, both strings), its
 * stream and recovery on, a bucket, and a role that may read them.
 */
public final class LocalTable implements AutoCloseable {
  public static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders";
  public static final String BUCKET = "orders-exports";
  public static final RoleTarget ROLE =
      new RoleTarget("arn:aws:iam::123456789012:role/nightjar", "eu-west-1", List.of("seed"));

  private static final String TRUST =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
       "Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole",
       "Condition":{"StringEquals":{"sts:ExternalId":"seed"}}}]}\
      """;
  private static final String ACCESS =
      """
      {"Version":"2012-10-17","Statement":[
       {"Effect":"Allow","Action":["dynamodb:Scan","dynamodb:DescribeStream",
        "dynamodb:DescribeExport","dynamodb:GetRecords","dynamodb:GetShardIterator",
        "dynamodb:DescribeTable","dynamodb:DescribeContinuousBackups",
        "dynamodb:ExportTableToPointInTime","dynamodb:UpdateTable",
        "dynamodb:UpdateContinuousBackups"],
        "Resource":["%1$s","%1$s/stream/*","%1$s/export/*"]},
       {"Effect":"Allow","Action":["s3:PutObject","s3:GetObject","s3:ListBucket"],
        "Resource":["arn:aws:s3:::%2$s","arn:aws:s3:::%2$s/*"]}]}\
      """
          .formatted(ARN, BUCKET);

  private final AwsLocal aws;
  private final DynamoDbClient dynamo;
  private final S3Client s3;
  private final MovingClock clock;

  private LocalTable(AwsLocal aws, MovingClock clock) {
    this.clock = clock;
    this.aws = aws;
    this.dynamo = set(DynamoDbClient.builder());
    this.s3 = set(S3Client.builder().forcePathStyle(true));
  }

  /** Starts one. */
  public static LocalTable start(AwsLocalOptions options) {
    return start(options, new MovingClock());
  }

  /** Starts one that goes by this clock. */
  static LocalTable start(AwsLocalOptions options, MovingClock clock) {
    try {
      LocalTable table = new LocalTable(AwsLocal.start(options.withClock(clock)), clock);
      table.create();
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <B extends AwsClientBuilder<B, C>, C> C set(B builder) {
    return builder
        .endpointOverride(aws.endpoint())
        .region(Region.EU_WEST_1)
        .credentialsProvider(credentials())
        .build();
  }

  private static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
  }

  private void create() {
    s3.createBucket(r -> r.bucket(BUCKET));
    createRole();
    createTable();
  }

  /** Deletes the role. */
  void deleteRole() {
    try (IamClient iam = set(IamClient.builder())) {
      iam.deleteRolePolicy(r -> r.roleName("nightjar").policyName("access"));
      iam.deleteRole(r -> r.roleName("nightjar"));
    }
  }

  /** Creates the role: another one where there was one of its name. */
  void createRole() {
    try (IamClient iam = set(IamClient.builder())) {
      iam.createRole(r -> r.roleName("nightjar").assumeRolePolicyDocument(TRUST));
      iam.putRolePolicy(r -> r.roleName("nightjar").policyName("access").policyDocument(ACCESS));
    }
  }

  /** Creates the table, with its stream and recovery on. */
  public void createTable() {
    dynamo.createTable(r ->
        r.tableName("orders")
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
            .attributeDefinitions(text("pk"), text("sk"))
            .streamSpecification(
                s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    dynamo.updateContinuousBackups(r ->
        r.tableName("orders")
            .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
  }

  /** Creates the table with another key, a string of this name; its stream and recovery on. */
  void createTableWithKey(String key) {
    dynamo.createTable(r ->
        r.tableName("orders")
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .keySchema(key(key, KeyType.HASH))
            .attributeDefinitions(text(key))
            .streamSpecification(
                s -> s.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    enableRecovery();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  /** The stand-in's clock. */
  public MovingClock clock() {
    return clock;
  }

  /** Lets the role be assumed with another external id from now on, and ends its sessions. */
  public void trust(String externalId) {
    try (IamClient iam = set(IamClient.builder())) {
      iam.updateAssumeRolePolicy(r ->
          r.roleName("nightjar")
              .policyDocument(TRUST.replace("\"seed\"", "\"" + externalId + "\"")));
    }
    aws.control().expireSessions("123456789012", "nightjar");
  }

  /** Takes an action out of the role's access policy. */
  public void forbid(String action) {
    try (IamClient iam = set(IamClient.builder())) {
      iam.putRolePolicy(r ->
          r.roleName("nightjar")
              .policyName("access")
              .policyDocument(ACCESS.replace("\"" + action + "\"", "\"dynamodb:ListTables\"")));
    }
  }

  /** Gives the role its whole access policy back. */
  public void allowAll() {
    try (IamClient iam = set(IamClient.builder())) {
      iam.putRolePolicy(r -> r.roleName("nightjar").policyName("access").policyDocument(ACCESS));
    }
  }

  /** Switches recovery on. */
  public void enableRecovery() {
    dynamo.updateContinuousBackups(r ->
        r.tableName("orders")
            .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
  }

  /** Switches recovery off. */
  public void disableRecovery() {
    dynamo.updateContinuousBackups(r ->
        r.tableName("orders")
            .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(false)));
  }

  /** Switches the stream off. */
  public void disableStream() {
    dynamo.updateTable(r -> r.tableName("orders").streamSpecification(s -> s.streamEnabled(false)));
  }

  /** Switches a new stream on. */
  public void enableStream() {
    enableStream(StreamViewType.NEW_AND_OLD_IMAGES);
  }

  /** Switches a new stream on, of another view. */
  void enableStream(StreamViewType view) {
    dynamo.updateTable(r ->
        r.tableName("orders").streamSpecification(s -> s.streamEnabled(true).streamViewType(view)));
  }

  /** The stand-in. */
  public AwsLocal aws() {
    return aws;
  }

  /** Its client. */
  public DynamoDbClient dynamo() {
    return dynamo;
  }

  /** The bucket's client. */
  public S3Client s3() {
    return s3;
  }

  /** A connector to it, whose sessions grow old by the stand-in's clock. */
  public AwsConnector connector() {
    return connectorBuilder().build();
  }

  /** The same, to be changed. */
  AwsConnector.Builder connectorBuilder() {
    return AwsConnector.builder()
        .endpoint(aws.endpoint())
        .credentials(credentials())
        .nanoTime(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()));
  }

  /** The stream's ARN. */
  public String streamArn() {
    return dynamo.describeTable(r -> r.tableName("orders")).table().latestStreamArn();
  }

  /** Puts an item {@code (pk, sk, note)}. */
  public void put(String pk, String sk, String note) {
    dynamo.putItem(r -> r.tableName("orders").item(item(pk, sk, note)));
  }

  /** Deletes an item. */
  public void delete(String pk, String sk) {
    dynamo.deleteItem(r ->
        r.tableName("orders")
            .key(Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk))));
  }

  /** Puts {@code count} items {@code (pK, sK, note)} from a number on. */
  public void fill(int from, int count, String note) {
    for (int start = from; start < from + count; start += 25) {
      List<WriteRequest> writes =
          IntStream.range(start, Math.min(start + 25, from + count))
              .mapToObj(i -> item("p" + i, "s" + i % 7, note + " " + i))
              .map(item -> PutRequest.builder().item(item).build())
              .map(put -> WriteRequest.builder().putRequest(put).build())
              .toList();
      dynamo.batchWriteItem(r -> r.requestItems(Map.of("orders", writes)));
    }
  }

  private static Map<String, AttributeValue> item(String pk, String sk, String note) {
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("pk", AttributeValue.fromS(pk));
    item.put("sk", AttributeValue.fromS(sk));
    item.put("note", AttributeValue.fromS(note));
    return item;
  }

  /** All items as {@code pk/sk -> note}, by a full Scan. */
  public Map<String, String> scan() {
    return dynamo.scanPaginator(r -> r.tableName("orders").consistentRead(true)).items().stream()
        .collect(
            Collectors.toMap(
                item -> item.get("pk").s() + "/" + item.get("sk").s(),
                item -> item.get("note").s(),
                (_, _) -> {
                  throw new IllegalStateException("one item twice");
                },
                TreeMap::new));
  }

  @Override
  public void close() {
    dynamo.close();
    s3.close();
    aws.close();
  }
}
