package dev.nightjar.dynamodb.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.InterceptorContext;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;

class DatedAnswersTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:05.9Z");

  private final DatedAnswers dated = new DatedAnswers(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void aStandInWithoutDatesIsOfThisMachinesTime() {
    SdkHttpResponse answer = through("http://localhost:4566", SdkHttpResponse.builder());

    assertThat(AnswerDate.of("GetRecords", answer)).isEqualTo(NOW.minusMillis(900));
  }

  @Test
  void aDateThatIsThereStays() {
    String then = "Wed, 31 Dec 2025 23:00:00 GMT";

    SdkHttpResponse answer =
        through("http://localhost:4566", SdkHttpResponse.builder().putHeader("date", then));

    assertThat(AnswerDate.of("GetRecords", answer)).isEqualTo("2025-12-31T23:00:00Z");
  }

  @Test
  void forAwsNoDateIsMadeUp() {
    SdkHttpResponse answer =
        through("https://dynamodb.us-east-1.amazonaws.com", SdkHttpResponse.builder());

    assertThat(answer.headers()).isEmpty();
  }

  private SdkHttpResponse through(String address, SdkHttpResponse.Builder answer) {
    SdkHttpRequest request =
        SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(URI.create(address)).build();
    return dated.modifyHttpResponse(
        InterceptorContext.builder()
            .request(ListTablesRequest.builder().build())
            .httpRequest(request)
            .httpResponse(answer.statusCode(200).build())
            .build(),
        new ExecutionAttributes());
  }
}
