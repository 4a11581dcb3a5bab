package dev.nightjar.dynamodb.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.dynamodb.connection.AwsStub.Answer;
import dev.nightjar.dynamodb.failure.RejectedException;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SDK's own settings redirect every service. */
class EndpointSettingsTest {
  private AwsStub aws;

  @BeforeEach
  void start() throws IOException {
    aws = new AwsStub();
    aws.answer("GetRecords", Answer.json("{\"Records\":[]}"));
    aws.answer("DescribeTable", Answer.error(400, "ResourceNotFoundException", "no table"));
    aws.answer("GET /bucket/key", Answer.text(200, "content"));
    System.setProperty("aws.accessKeyId", "AKIAPROPERTY");
    System.setProperty("aws.secretAccessKey", "secret");
  }

  @AfterEach
  void stop() {
    for (String property :
        new String[] {
          "aws.accessKeyId",
          "aws.secretAccessKey",
          "aws.endpointUrl",
          "aws.endpointUrlDynamoDb",
          "aws.endpointUrlDynamoDbStreams",
          "aws.endpointUrlS3",
          "aws.endpointUrlSts"
        }) {
      System.clearProperty(property);
    }
    aws.close();
  }

  @Test
  void oneAddressForAllServices() throws IOException {
    System.setProperty("aws.endpointUrl", aws.endpoint().toString());

    callEveryService();
  }

  @Test
  void anAddressForEachService() throws IOException {
    System.setProperty("aws.endpointUrl", "http://127.0.0.1:1");
    System.setProperty("aws.endpointUrlDynamoDb", aws.endpoint().toString());
    System.setProperty("aws.endpointUrlDynamoDbStreams", aws.endpoint().toString());
    System.setProperty("aws.endpointUrlS3", aws.endpoint().toString());
    System.setProperty("aws.endpointUrlSts", aws.endpoint().toString());

    callEveryService();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:4566", "not an address", "ftp://localhost"})
  void anAddressThatIsNoneIsNamed(String address) {
    System.setProperty("aws.endpointUrl", address);
    try (AwsConnector connector = AwsConnector.builder().build()) {
      assertThatThrownBy(() -> connector.connect(AwsStub.target("id-1")))
          .isInstanceOf(RejectedException.class)
          .hasMessageContaining("AWS_ENDPOINT_URL");
    }
  }

  private void callEveryService() throws IOException {
    try (AwsConnector connector = AwsConnector.builder().build();
        TableConnection connection = connector.connect(AwsStub.target("id-1"))) {
      assertThat(connector.callerAccount()).isEqualTo("999999999999");
      assertThat(connection.streams().records("iterator").size()).isZero();
      assertThat(connection.tables().describe(AwsStub.TABLE)).isEmpty();
      assertThat(connection.objects().open("bucket", "key").length()).isEqualTo(7);
    }
    assertThat(aws.requests("AssumeRole").getFirst().authorization())
        .contains("Credential=AKIAPROPERTY/");
  }
}
