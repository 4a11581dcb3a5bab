package dev.nightjar.awslocal.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import dev.nightjar.awslocal.dynamodb.TestTable;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/**
 * The access policy that the specification prints is enough for a whole mirror, and each action of
 * it is needed.
 */
class PrintedPolicyTest {

  private AwsLocal aws;
  private Clients root;
  private TestTable table;

  @BeforeEach
  void start() throws Exception {
    aws = AwsLocal.start(AwsLocalOptions.defaults());
    root = Clients.of(aws);
    table = TestTable.create(root.dynamoDb(), StreamViewType.NEW_AND_OLD_IMAGES);
    root.s3().createBucket(b -> b.bucket("my-exports"));
    root.dynamoDb()
        .putItem(p ->
            p.tableName(table.name())
                .item(Map.of("pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromN("1"))));
    root.iam()
        .createRole(r ->
            r.roleName("reader")
                .assumeRolePolicyDocument(
                    "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
                        + "\"Principal\":{\"AWS\":\"123456789012\"}}}"));
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void theWholePolicyIsEnough() {
    assertThat(mirror(policy(""))).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dynamodb:DescribeStream",
        "dynamodb:DescribeExport",
        "dynamodb:GetRecords",
        "dynamodb:GetShardIterator",
        "dynamodb:DescribeTable",
        "dynamodb:DescribeContinuousBackups",
        "dynamodb:ExportTableToPointInTime",
        "dynamodb:UpdateContinuousBackups",
        "s3:GetObject",
        "s3:ListBucket"
      })
  void withoutOneActionTheErrorNamesIt(String action) {
    assertThatThrownBy(() -> mirror(policy(action)))
        .hasMessageContaining("is not authorized to perform: " + action + " on resource: ");
  }

  /** All calls that a mirror makes, by a session of the role; answers the items exported. */
  private long mirror(String policy) {
    root.iam().putRolePolicy(r -> r.roleName("reader").policyName("p").policyDocument(policy));
    Clients session =
        root.as(
            root.sts()
                .assumeRole(r ->
                    r.roleArn("arn:aws:iam::123456789012:role/reader").roleSessionName("mirror"))
                .credentials());
    var dynamo = session.dynamoDb();
    var streams = session.streams();
    String stream = dynamo.describeTable(d -> d.tableName(table.name())).table().latestStreamArn();
    dynamo.updateContinuousBackups(u ->
        u.tableName(table.name())
            .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
    dynamo.describeContinuousBackups(d -> d.tableName(table.arn()));
    String shard =
        streams
            .describeStream(d -> d.streamArn(stream))
            .streamDescription()
            .shards()
            .getFirst()
            .shardId();
    String iterator =
        streams
            .getShardIterator(
                g -> g.streamArn(stream).shardId(shard).shardIteratorType("TRIM_HORIZON"))
            .shardIterator();
    assertThat(streams.getRecords(g -> g.shardIterator(iterator)).records()).hasSize(1);
    String export =
        dynamo
            .exportTableToPointInTime(e -> e.tableArn(table.arn()).s3Bucket("my-exports"))
            .exportDescription()
            .exportArn();
    await()
        .until(() ->
            dynamo.describeExport(d -> d.exportArn(export)).exportDescription().exportStatus()
                == ExportStatus.COMPLETED);
    var description = dynamo.describeExport(d -> d.exportArn(export)).exportDescription();
    session.s3().getObjectAsBytes(g -> g.bucket("my-exports").key(description.exportManifest()));
    session.s3().listObjectsV2(l -> l.bucket("my-exports"));
    return description.itemCount();
  }

  private String policy(String without) {
    String text =
        """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow",
           "Action":["dynamodb:Scan","dynamodb:DescribeStream","dynamodb:DescribeExport",
             "dynamodb:GetRecords","dynamodb:GetShardIterator","dynamodb:DescribeTable",
             "dynamodb:DescribeContinuousBackups","dynamodb:ExportTableToPointInTime",
             "dynamodb:UpdateTable","dynamodb:UpdateContinuousBackups"],
           "Resource":["TABLE","TABLE/stream/*","TABLE/export/*"]},
          {"Effect":"Allow","Action":["s3:PutObject","s3:GetObject","s3:ListBucket"],
           "Resource":["arn:aws:s3:::my-exports","arn:aws:s3:::my-exports/*"]}]}
        """
            .replace("TABLE", table.arn());
    return without.isEmpty() ? text : text.replace("\"" + without + "\"", "\"none:None\"");
  }
}
