package dev.nightjar.dynamodb.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.dynamodb.failure.TransientException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpResponse;

class AnswerDateTest {

  private static SdkHttpResponse dated(String date) {
    return SdkHttpResponse.builder().statusCode(200).putHeader("date", date).build();
  }

  @Test
  void readsTheHeader() {
    assertThat(AnswerDate.of("GetRecords", dated("Thu, 01 Jan 2026 00:00:05 GMT")))
        .isEqualTo(Instant.parse("2026-01-01T00:00:05Z"));
    assertThat(AnswerDate.of("GetRecords", dated("Thu, 1 Jan 2026 00:00:05 GMT")))
        .isEqualTo(Instant.parse("2026-01-01T00:00:05Z"));
  }

  @Test
  void anAnswerWithoutOneIsOfNoUse() {
    assertThatThrownBy(
            () -> AnswerDate.of("GetRecords", SdkHttpResponse.builder().statusCode(200).build()))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("no Date header");
    assertThatThrownBy(() -> AnswerDate.of("GetRecords", dated("yesterday")))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("yesterday");
  }
}
