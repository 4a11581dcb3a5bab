package dev.nightjar.dynamodb.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.dynamodb.connection.AwsStub.Answer;
import dev.nightjar.dynamodb.failure.TransientException;
import dev.nightjar.dynamodb.stream.StreamViewType;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.KeyAttribute.Role;
import dev.nightjar.dynamodb.table.KeyAttribute.ScalarType;
import dev.nightjar.dynamodb.table.Reason;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.dynamodb.table.TableInspection;
import dev.nightjar.dynamodb.table.TableLimits;
import dev.nightjar.dynamodb.table.TableProblem;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AwsTableInspectorTest {
  private static final String STREAM_ON =
      "\"StreamSpecification\":{\"StreamEnabled\":true,\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"},";

  private AwsStub aws;
  private AwsConnector connector;
  private TableConnection connection;

  @BeforeEach
  void connect() throws IOException {
    aws = new AwsStub();
    connector = aws.connector();
    connection = connector.connect(AwsStub.target("id-1"));
    table(STREAM_ON);
    pointInTimeRecovery("ENABLED");
  }

  @AfterEach
  void disconnect() {
    connection.close();
    connector.close();
    aws.close();
  }

  private void table(String more) {
    aws.answer(
        "DescribeTable",
        Answer.json(
            """
            {"Table":{"TableArn":"%s","TableName":"orders","TableId":"d1c3","TableStatus":"ACTIVE",
            "CreationDateTime":1767225600.5,"LatestStreamArn":"%s","LatestStreamLabel":"2026-01-01T00:00:00.000",
            %s"KeySchema":[{"AttributeName":"sk","KeyType":"RANGE"},{"AttributeName":"pk","KeyType":"HASH"}],
            "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},
            {"AttributeName":"sk","AttributeType":"N"}],"TableSizeBytes":600000000000,"ItemCount":7,
            "ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":251}}}\
            """
                .formatted(AwsStub.TABLE, AwsStub.STREAM, more)));
  }

  private void pointInTimeRecovery(String status) {
    aws.answer(
        "DescribeContinuousBackups",
        Answer.json(
            """
            {"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED",
            "PointInTimeRecoveryDescription":{"PointInTimeRecoveryStatus":"%s"}}}\
            """
                .formatted(status)));
  }

  private TableInspection inspect(TableLimits limits) {
    return connection.tables().inspect(AwsStub.TABLE, limits);
  }

  private List<TableProblem> problems(TableLimits limits) {
    return ((TableInspection.Unusable) inspect(limits)).problems();
  }

  private static List<Reason> reasons(List<TableProblem> problems) {
    return problems.stream().map(TableProblem::reason).toList();
  }

  @Test
  void describesATableThatCanBeMirrored() {
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    TableDescription table = ((TableInspection.Usable) inspect(TableLimits.NONE)).table();

    assertThat(table.arn()).isEqualTo(AwsStub.TABLE);
    assertThat(table.tableId()).isEqualTo("d1c3");
    assertThat(table.keys())
        .containsExactly(
            new KeyAttribute("pk", Role.HASH, ScalarType.S),
            new KeyAttribute("sk", Role.RANGE, ScalarType.N));
    assertThat(table.creationDateTime()).isEqualTo(Instant.parse("2026-01-01T00:00:00.500Z"));
    assertThat(table.requireStream().arn()).isEqualTo(AwsStub.STREAM);
    assertThat(table.requireStream().viewType()).isEqualTo(StreamViewType.NEW_AND_OLD_IMAGES);
    assertThat(table.requireStream().createdAt()).contains(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(table.sizeBytes()).isEqualTo(600_000_000_000L);
    assertThat(table.writeCapacityUnits()).isEqualTo(251);
    assertThat(table.answeredAt()).isBetween(before, Instant.now());
    assertThat(aws.requests("DescribeTable").getFirst().body())
        .isEqualTo("{\"TableName\":\"orders\"}");
  }

  @Test
  void reportsAllThatIsWrongAtOnce() {
    table("\"BillingModeSummary\":{\"BillingMode\":\"PROVISIONED\"},");
    pointInTimeRecovery("DISABLED");

    List<TableProblem> problems = problems(TableLimits.SPECIFICATION);

    assertThat(problems)
        .extracting(TableProblem::message)
        .containsExactly(
            "Point-in-Time Recovery (PITR) must be enabled.",
            "DynamoDB Streams must be enabled.",
            "The DynamoDB table exceeds the current size limit.",
            "The DynamoDB table exceeds the current write-capacity limit.");
    assertThat(reasons(problems))
        .extracting(Reason::code)
        .containsExactly(
            "pitr_disabled", "stream_disabled", "table_too_large", "table_wcu_exceeds_limit");
    assertThat(problems.getFirst())
        .asString()
        .startsWith("Point-in-Time Recovery (PITR) must be enabled. Enable");
  }

  @Test
  void refusesAStreamWithoutNewImages() {
    table(STREAM_ON.replace("NEW_AND_OLD_IMAGES", "KEYS_ONLY"));

    List<TableProblem> problems = problems(TableLimits.NONE);

    assertThat(problems)
        .extracting(TableProblem::message)
        .containsExactly("DynamoDB Streams must use NEW_IMAGE or NEW_AND_OLD_IMAGES.");
    assertThat(problems.getFirst().reason().code()).isEqualTo("stream_view_invalid");
    assertThat(problems.getFirst().hint()).contains("KEYS_ONLY");
  }

  @Test
  void anOnDemandTableHasNoWriteCapacity() {
    table(STREAM_ON + "\"BillingModeSummary\":{\"BillingMode\":\"PAY_PER_REQUEST\"},");

    assertThat(reasons(problems(TableLimits.SPECIFICATION)))
        .containsExactly(Reason.TABLE_TOO_LARGE);
  }

  @Test
  void aTableThatIsNotThereIsSaidSo() {
    aws.answer(
        "DescribeTable",
        Answer.error(400, "ResourceNotFoundException", "Requested resource not found"));

    assertThat(problems(TableLimits.NONE))
        .extracting(TableProblem::message)
        .containsExactly("The DynamoDB table was not found.");
    assertThat(connection.tables().describe(AwsStub.TABLE)).isEmpty();
  }

  @Test
  void aTableOfAnotherRegionIsNotAskedFor() {
    TableInspection inspection =
        connection
            .tables()
            .inspect(AwsStub.TABLE.replace("us-east-1", "eu-west-1"), TableLimits.NONE);

    List<TableProblem> problems = ((TableInspection.Unusable) inspection).problems();
    assertThat(problems.getFirst().reason().code()).isEqualTo("table_not_found");
    assertThat(problems.getFirst().hint()).contains("eu-west-1").contains("us-east-1");
    assertThat(aws.requests("DescribeTable")).isEmpty();
  }

  @Test
  void aTableOfAnotherAccountIsAskedForByItsArn() {
    String other = AwsStub.TABLE.replace("123456789012", "210987654321");

    connection.tables().describe(other);

    assertThat(aws.requests("DescribeTable").getFirst().body()).contains(other);
  }

  @Test
  void aRoleThatCannotBeAssumedIsAProblemOfTheTable() {
    aws.answer("AssumeRole", AwsStub.stsError(403, "AccessDenied", "no"));

    List<TableProblem> problems = problems(TableLimits.NONE);

    assertThat(problems.getFirst().reason().code()).isEqualTo("unable_to_assume_role");
    assertThat(problems.getFirst().message()).contains("include the following external ID: id-1");
  }

  @Test
  void aMissingPermissionIsNamed() {
    aws.answer(
        "DescribeContinuousBackups", Answer.error(400, "AccessDeniedException", "not authorized"));

    List<TableProblem> problems = problems(TableLimits.NONE);

    assertThat(problems.getFirst().reason().code()).isEqualTo("access_denied");
    assertThat(problems.getFirst().message())
        .endsWith(
            "AccessDeniedException: not authorized. The role's access policy must allow"
                + " dynamodb:DescribeContinuousBackups on "
                + AwsStub.TABLE
                + ".");
  }

  @Test
  void whatAwsNamesIsWhatMustBeAllowed() {
    String key = "arn:aws:kms:us-east-1:123456789012:key/k";
    aws.answer(
        "DescribeTable",
        Answer.error(
            400,
            "AccessDeniedException",
            "User: arn:aws:sts::123456789012:assumed-role/nightjar/nightjar is not authorized to"
                + " perform: kms:Decrypt on resource: "
                + key
                + " because no identity-based policy allows the kms:Decrypt action"));

    assertThat(problems(TableLimits.NONE).getFirst().message())
        .endsWith("The role's access policy must allow kms:Decrypt on " + key + ".");
  }

  @Test
  void anExplicitDenyIsToBeTakenOut() {
    aws.answer(
        "DescribeTable",
        Answer.error(
            400,
            "AccessDeniedException",
            "User: x is not authorized to perform: dynamodb:DescribeTable on resource: "
                + AwsStub.TABLE
                + " with an explicit deny in a service control policy"));

    assertThat(problems(TableLimits.NONE).getFirst().message())
        .endsWith(
            "A policy denies dynamodb:DescribeTable on "
                + AwsStub.TABLE
                + ": take that out of it.");
  }

  @Test
  void aMaximumOfAnOnDemandTableIsNoWriteCapacity() {
    table(
        STREAM_ON
            + "\"BillingModeSummary\":{\"BillingMode\":\"PAY_PER_REQUEST\"},"
            + "\"OnDemandThroughput\":{\"MaxReadRequestUnits\":-1,\"MaxWriteRequestUnits\":4000},");

    assertThat(reasons(problems(TableLimits.SPECIFICATION)))
        .containsExactly(Reason.TABLE_TOO_LARGE);
  }

  @Test
  void switchesAStreamAndRecoveryOn() {
    aws.answer("UpdateTable", Answer.json("{}"));
    aws.answer("UpdateContinuousBackups", Answer.json("{}"));

    connection.switches().enableStream(AwsStub.TABLE);
    connection.switches().enablePointInTimeRecovery(AwsStub.TABLE);

    assertThat(aws.requests("UpdateTable").getFirst().body())
        .isEqualTo(
            "{\"TableName\":\"orders\",\"StreamSpecification\":{\"StreamEnabled\":true,"
                + "\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}}");
    assertThat(aws.requests("UpdateContinuousBackups").getFirst().body())
        .isEqualTo(
            "{\"TableName\":\"orders\",\"PointInTimeRecoverySpecification\":"
                + "{\"PointInTimeRecoveryEnabled\":true}}");
  }

  @Test
  void keepsTheRecoveryThatThereIs() {
    aws.answer("UpdateContinuousBackups", Answer.json("{}"));
    aws.answer("DescribeContinuousBackups", recovery("\"PointInTimeRecoveryStatus\":\"DISABLED\""));
    assertThat(connection.switches().keepPointInTimeRecovery(AwsStub.TABLE)).isFalse();
    aws.answer("DescribeContinuousBackups", recovery("\"PointInTimeRecoveryStatus\":\"ENABLED\""));
    assertThat(connection.switches().keepPointInTimeRecovery(AwsStub.TABLE)).isFalse();
    assertThat(aws.requests("UpdateContinuousBackups")).isEmpty();

    aws.answer(
        "DescribeContinuousBackups",
        recovery("\"PointInTimeRecoveryStatus\":\"ENABLED\",\"RecoveryPeriodInDays\":7"));
    assertThat(connection.switches().keepPointInTimeRecovery(AwsStub.TABLE)).isTrue();

    assertThat(aws.requests("UpdateContinuousBackups").getFirst().body())
        .isEqualTo(
            "{\"TableName\":\"orders\",\"PointInTimeRecoverySpecification\":"
                + "{\"PointInTimeRecoveryEnabled\":true,\"RecoveryPeriodInDays\":7}}");
  }

  private static Answer recovery(String description) {
    return Answer.json(
        "{\"ContinuousBackupsDescription\":{\"ContinuousBackupsStatus\":\"ENABLED\","
            + "\"PointInTimeRecoveryDescription\":{"
            + description
            + "}}}");
  }

  @Test
  void aFaultOfAwsIsNoVerdict() {
    aws.answer("DescribeTable", Answer.error(500, "InternalServerError", "oops"));

    assertThatThrownBy(() -> inspect(TableLimits.NONE)).isInstanceOf(TransientException.class);
  }
}
