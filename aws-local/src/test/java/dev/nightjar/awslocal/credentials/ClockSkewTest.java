package dev.nightjar.awslocal.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** Requests that are signed by a clock that differs from AWS's. */
class ClockSkewTest {

  /** The SDK remembers for all of its clients what a refusal told it. */
  @BeforeEach
  @AfterEach
  void forget() {
    SdkGlobalTime.setGlobalTimeOffset(0);
  }

  @ParameterizedTest
  @ValueSource(longs = {-60, 60})
  void aRequestThatIsSignedAnHourOffIsRefusedInTheServicesOwnWords(long minutes)
      throws IOException {
    try (AwsLocal aws = start(minutes)) {
      Clients clients = Clients.of(aws);
      StsClient sts = clients.sts();
      S3Client s3 = clients.s3();
      assertThatThrownBy(() -> clients.dynamoDb().listTables())
          .isInstanceOfSatisfying(
              AwsServiceException.class,
              e -> {
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidSignatureException");
                assertThat(e).hasMessageContaining(minutes > 0 ? "Signature expired" : "not yet");
              });
      assertThatThrownBy(() -> sts.getCallerIdentity())
          .isInstanceOfSatisfying(
              AwsServiceException.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch"));
      assertThatThrownBy(() -> s3.listBuckets())
          .isInstanceOfSatisfying(
              AwsServiceException.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("RequestTimeTooSkewed"));
    }
  }

  @Test
  void aFewMinutesAreAllowed() throws IOException {
    try (AwsLocal aws = start(10)) {
      assertThat(Clients.of(aws).dynamoDb().listTables().tableNames()).isEmpty();
    }
  }

  private static AwsLocal start(long minutesAhead) throws IOException {
    return AwsLocal.start(
        AwsLocalOptions.defaults()
            .withClock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutesAhead)))
            .withAllowedSkew(Duration.ofMinutes(15)));
  }
}
