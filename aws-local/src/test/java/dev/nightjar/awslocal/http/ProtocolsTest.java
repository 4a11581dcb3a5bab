package dev.nightjar.awslocal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import dev.nightjar.awslocal.MovableClock;
import dev.nightjar.awslocal.operation.AwsError;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import tools.jackson.databind.json.JsonMapper;

/** The bytes of AWS's protocols: names, namespaces and headers that no client shows. */
class ProtocolsTest {

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private AwsLocal aws;
  private RawCalls calls;

  @BeforeEach
  void start() throws Exception {
    aws = AwsLocal.start(AwsLocalOptions.defaults().withClock(clock));
    calls = new RawCalls(aws.endpoint(), "test", "test");
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void aJsonAnswerCarriesItsHeaders() throws Exception {
    var answer = calls.json("DynamoDB_20120810.ListTables", "{}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"TableNames\":[]}");
    assertThat(header(answer, "Content-Type")).isEqualTo("application/x-amz-json-1.0");
    assertThat(header(answer, "x-amzn-RequestId")).matches("[A-Z0-9]{52}");
    assertThat(header(answer, "x-amz-crc32")).isEqualTo(crc32(answer.body()));
    assertThat(header(answer, "Date")).isEqualTo("Sun, 01 Mar 2026 12:00:00 GMT");
  }

  @Test
  void aServicesErrorIsNamedInItsNamespace() throws Exception {
    assertError(
        calls.json("DynamoDB_20120810.DescribeTable", "{\"TableName\":\"none\"}"),
        400,
        "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException");
    assertError(
        calls.json("DynamoDB_20120810.DescribeTable", "{}"),
        400,
        "com.amazon.coral.validate#ValidationException");
    assertError(
        calls.json("DynamoDB_20120810.MakeCoffee", "{}"),
        400,
        "com.amazon.coral.service#UnknownOperationException");
    assertError(
        calls.json("DynamoDB_20120810.ListTables", "{\"Limit\":"),
        400,
        "com.amazon.coral.service#SerializationException");
    assertError(
        calls.json("DynamoDB_20120810.ListTables", "[]"),
        400,
        "com.amazon.coral.service#SerializationException");
  }

  @Test
  void credentialsAreRefusedAsDynamoDbRefusesThem() throws Exception {
    assertError(
        calls.unsigned("DynamoDB_20120810.ListTables"),
        400,
        "com.amazon.coral.service#MissingAuthenticationTokenException");
    assertError(
        new RawCalls(aws.endpoint(), "AKIANOBODY", "x").json("DynamoDB_20120810.ListTables", "{}"),
        400,
        "com.amazon.coral.service#UnrecognizedClientException");
    assertError(
        new RawCalls(aws.endpoint(), "test", "wrong").json("DynamoDB_20120810.ListTables", "{}"),
        400,
        "com.amazon.coral.service#InvalidSignatureException");
  }

  @Test
  void aFailureOfTheStandInIsAnInternalServerError() throws Exception {
    aws.control()
        .operations()
        .register(
            "DynamoDB_20120810.Break",
            (input, caller) -> {
              throw new IllegalStateException("broken on purpose");
            });

    var answer = calls.json("DynamoDB_20120810.Break", "{}");

    assertError(answer, 500, "com.amazonaws.dynamodb.v20120810#InternalServerError");
    assertThat(answer.body()).doesNotContain("broken on purpose");
  }

  @Test
  void anErrorMayCarryMore() throws Exception {
    aws.control()
        .operations()
        .register(
            "DynamoDB_20120810.Refuse",
            (input, caller) -> {
              throw AwsError.client("ConditionalCheckFailedException", "no")
                  .with("Item", JsonMapper.shared().createObjectNode().put("a", 1));
            });

    assertThat(calls.json("DynamoDB_20120810.Refuse", "{}").body())
        .isEqualTo(
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\","
                + "\"message\":\"no\",\"Item\":{\"a\":1}}");
  }

  @Test
  void theQueryProtocolAnswersInXml() throws Exception {
    var answer = calls.form("sts", "Action=GetCallerIdentity&Version=2011-06-15");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo("text/xml");
    assertThat(answer.body())
        .startsWith(
            "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                + "<GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:root</Arn>")
        .contains("<RequestId>" + header(answer, "x-amzn-RequestId") + "</RequestId>");
  }

  @Test
  void theQueryProtocolRefusesInXml() throws Exception {
    var unknown = calls.form("sts", "Action=MakeCoffee&Version=2011-06-15");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.body())
        .contains("<Type>Sender</Type><Code>InvalidAction</Code>")
        .contains("Could not find operation MakeCoffee for version 2011-06-15");

    var nobody =
        new RawCalls(aws.endpoint(), "AKIANOBODY", "x")
            .form("iam", "Action=GetRole&RoleName=a%26b&Version=2010-05-08");
    assertThat(nobody.statusCode()).isEqualTo(403);
    assertThat(nobody.body())
        .startsWith("<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">")
        .contains("<Code>InvalidClientTokenId</Code>");
  }

  @Test
  void aClientIsServedCallAfterCall() {
    try (var dynamo = Clients.of(aws).dynamoDb()) {
      for (int i = 0; i < 50; i++) {
        assertThat(dynamo.listTables().tableNames()).isEmpty();
      }
      assertThatThrownBy(() -> dynamo.describeTable(d -> d.tableName("none")))
          .isInstanceOfSatisfying(
              DynamoDbException.class, e -> assertThat(e.requestId()).hasSize(52));
    }
    assertThat(aws.control().calls().of("DynamoDB_20120810.ListTables")).isEqualTo(50);
  }

  @Test
  void aPortInUseIsRefused() {
    assertThatThrownBy(
            () -> AwsLocal.start(AwsLocalOptions.defaults().withPort(aws.endpoint().getPort())))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("127.0.0.1:" + aws.endpoint().getPort() + " cannot be listened on");
  }

  private static void assertError(HttpResponse<String> answer, int status, String type) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(JsonMapper.shared().readTree(answer.body()).path("__type").asString())
        .isEqualTo(type);
    assertThat(header(answer, "x-amz-crc32")).isEqualTo(crc32(answer.body()));
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static String crc32(String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(UTF_8));
    return Long.toString(crc.getValue());
  }
}
