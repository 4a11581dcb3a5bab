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
        "arn:aws-cn:dynamodb:cn-north-1:123456789012:table/Orders.v2",
        "arn:aws-us-gov:dynamodb:us-gov-west-1:000000000000:table/my_orders-1"
      })
  void readsTheArnsOfTablesInEveryPartition(String arn) {
    assertThat(TableArn.parse(arn).accepted())
        .hasValueSatisfying(a -> assertThat(a).hasToString(arn));
  }

  @Test
  void takesAnArnApart() {
    assertThat(TableArn.parse("arn:aws:dynamodb:eu-west-1:123456789012:table/t.1").accepted())
        .contains(new TableArn("aws", "eu-west-1", "123456789012", "t.1"));
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
      strings = {"", "s3://", "ab", "arn:aws:s3:::b", "my bucket", "https://b.s3.amazonaws.com"})
  void refusesWhatIsNoBucket(String text) {
    assertThat(ExportBucket.parse(text).refusal())
        .hasValueSatisfying(p -> assertThat(p).contains("is not the name of an S3 bucket"));
  }
}
