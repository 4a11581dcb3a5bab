package dev.nightjar.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArnAndBucketTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:dynamodb:us-east-1:123456789012:table/orders",
        "arn:aws:dynamodb:ap-southeast-2:123456789012:table/Orders.v2",
        "arn:aws:dynamodb:eu-west-1:000000000000:table/my_orders-1"
      })
  void readsTheArnsOfTables(String arn) {
    assertThat(TableArn.parse(arn).accepted())
        .hasValueSatisfying(a -> assertThat(a).hasToString(arn));
  }

  @Test
  void takesAnArnApart() {
    assertThat(TableArn.parse("arn:aws:dynamodb:eu-west-1:123456789012:table/t.1").accepted())
        .contains(new TableArn("eu-west-1", "123456789012", "t.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders",
        "arn:aws:s3:::bucket",
        "arn:aws:dynamodb:us-east-1:12345:table/orders",
        "arn:aws:dynamodb::123456789012:table/orders",
        "arn:aws:dynamodb:us-east-1:123456789012:table/or",
        "arn:aws:dynamodb:us-east-1:123456789012:orders",
        "arn:aws:dynamodb:us-east-1:123456789012:table/orders "
      })
  void refusesWhatIsNoTableArn(String arn) {
    assertThat(TableArn.parse(arn).refusal())
        .hasValueSatisfying(p -> assertThat(p).contains("is not the ARN of a DynamoDB table"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws-cn:dynamodb:cn-north-1:123456789012:table/orders",
        "arn:aws-us-gov:dynamodb:us-gov-west-1:123456789012:table/orders"
      })
  void otherPartitionsAreToldHowAnArnMustStart(String arn) {
    assertThat(TableArn.parse(arn).refusal())
        .hasValueSatisfying(p -> assertThat(p).contains("does not start with `arn:aws:dynamodb:`"));
  }

  @Test
  void namesTheTableOfAStreamsArn() {
    String table = "arn:aws:dynamodb:us-east-1:123456789012:table/orders";

    assertThat(TableArn.parse(table + "/stream/2026-01-01T00:00:00.000").refusal())
        .contains(
            "`%s/stream/2026-01-01T00:00:00.000` is the ARN of a table's stream. Give the table's own: `%s`."
                .formatted(table, table));
  }

  @ParameterizedTest
  @ValueSource(strings = {"my-bucket", "s3://my-bucket", "s3://my-bucket/"})
  void readsABucketInAllItsForms(String text) {
    assertThat(ExportBucket.parse(text).accepted()).contains(new ExportBucket("my-bucket"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"my-bucket/exports", "s3://my-bucket/exports/", "s3://my-bucket//"})
  void refusesAPrefix(String text) {
    assertThat(ExportBucket.parse(text).refusal())
        .hasValueSatisfying(p -> assertThat(p).contains("has a prefix").contains("`my-bucket`"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s3://",
        "ab",
        "my bucket",
        "https://b.s3.amazonaws.com",
        "-exports",
        "my..exports",
        "192.168.5.4",
        "xn--exports",
        "sthree-exports",
        "amzn-s3-demo-bucket",
        "exports-s3alias",
        "exports--x-s3",
        "exports--use1-az4--x-s3"
      })
  void refusesWhatIsNoBucket(String text) {
    assertThat(ExportBucket.parse(text).refusal())
        .hasValueSatisfying(p -> assertThat(p).contains("is not the name of an S3 bucket"));
  }

  @Test
  void namesTheBucketOfAnArn() {
    assertThat(ExportBucket.parse("arn:aws:s3:::my-exports").refusal())
        .contains(
            "`arn:aws:s3:::my-exports` is a bucket's ARN. Give the name alone: `my-exports`.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"My_Exports", "exports_2016", "Exports"})
  void aNameThatOnlyOldBucketsHaveIsTakenWithARemark(String name) {
    assertThat(ExportBucket.parse(name).accepted())
        .hasValueSatisfying(bucket ->
            assertThat(bucket.remark())
                .hasValueSatisfying(
                    remark -> assertThat(remark).contains("`" + name + "`", "spelled right")));
    assertThat(new ExportBucket("my.exports-1").remark()).isEmpty();
  }
}
