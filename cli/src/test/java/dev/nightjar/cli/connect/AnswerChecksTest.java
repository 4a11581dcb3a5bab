package dev.nightjar.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerChecksTest {

  @ParameterizedTest
  @ValueSource(strings = {"my_ddb", "A", "dynamodb_7fec"})
  void namesOfConnections(String name) {
    assertThat(AnswerChecks.connectionName(name).accepted()).contains(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1st", "_x", "my-ddb", "a b", "Größe", "../x", "a.b"})
  void noNamesOfConnections(String name) {
    assertThat(AnswerChecks.connectionName(name).refusal().orElseThrow())
        .contains("letters", "underscores", "starts with a letter");
  }

  @ParameterizedTest
  @CsvSource({
    "orders,orders",
    "a.b-c_D,a.b-c_D",
    "*,*",
    "arn:aws:dynamodb:eu-west-1:123456789012:table/orders,orders"
  })
  void tables(String answer, String name) {
    assertThat(AnswerChecks.tableName(answer).accepted()).contains(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ab", "or ders", "orders*", "arn:aws:s3:::b"})
  void noTables(String answer) {
    assertThat(AnswerChecks.tableName(answer).refusal()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"my-exports", "s3://my-exports", "s3://my-exports/"})
  void formsOfABucket(String answer) {
    assertThat(AnswerChecks.bucket(answer).accepted()).contains("my-exports");
  }

  @Test
  void aPrefixIsNoBucketAndAnyBucketIsNone() {
    assertThat(AnswerChecks.bucket("s3://my-exports/daily").refusal().orElseThrow())
        .contains("prefix", "`my-exports`");
    assertThat(AnswerChecks.bucket("*").refusal()).isPresent();
    assertThat(AnswerChecks.bucketOrAny("*").accepted()).contains("*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"us-east-1", "us-gov-west-1", "ap-southeast-3"})
  void regions(String region) {
    assertThat(AnswerChecks.region(region).accepted()).contains(region);
  }

  @ParameterizedTest
  @ValueSource(strings = {"us-east-1a", "US-EAST-1", "virginia", "us east 1"})
  void noRegions(String region) {
    assertThat(AnswerChecks.region(region).refusal().orElseThrow()).contains("us-east-1");
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::123456789012:role/nightjar,arn:aws:iam::123456789012:role/nightjar",
    "'\"arn:aws:iam::123456789012:role/team/n+1@x\"',arn:aws:iam::123456789012:role/team/n+1@x",
    "arn:aws-cn:iam::123456789012:role/n,arn:aws-cn:iam::123456789012:role/n"
  })
  void roles(String answer, String role) {
    assertThat(AnswerChecks.roleArn(answer).accepted()).contains(role);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:iam::123456789012:policy/p,policy",
    "arn:aws:iam::123456789012:instance-profile/p,instance profile",
    "arn:aws:sts::123456789012:assumed-role/n/session,assumed role",
    "arn:aws:iam::12345:role/n,role/my-role",
    "nightjar,role/my-role"
  })
  void noRoles(String answer, String hint) {
    assertThat(AnswerChecks.roleArn(answer).refusal().orElseThrow()).contains(hint);
  }

  @Test
  void aTableIsInTheConnectionsRegion() {
    String arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders";

    assertThat(AnswerChecks.tableArn(arn, "eu-west-1").accepted()).contains(arn);
    assertThat(AnswerChecks.tableArn(arn, "us-east-1").refusal().orElseThrow())
        .contains("eu-west-1", "us-east-1");
    assertThat(AnswerChecks.tableArn(arn + "/stream/x", "eu-west-1").refusal().orElseThrow())
        .contains("stream");
  }

  @Test
  void theTableIsGuessedFromTheRole() {
    String role = "arn:aws-cn:iam::123456789012:role/n";

    assertThat(AnswerChecks.tableArnBeside(role, "cn-north-1", "orders"))
        .contains("arn:aws-cn:dynamodb:cn-north-1:123456789012:table/orders");
    assertThat(AnswerChecks.tableArnBeside(role, "cn-north-1", "*")).isEmpty();
  }
}
