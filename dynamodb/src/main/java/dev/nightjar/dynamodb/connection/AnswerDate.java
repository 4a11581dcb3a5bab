package dev.nightjar.dynamodb.connection;

import dev.nightjar.dynamodb.failure.TransientException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import software.amazon.awssdk.http.SdkHttpResponse;

/** The {@code Date} header of an answer: the only clock that Nightjar compares AWS's times with. */
final class AnswerDate {
  private AnswerDate() {}

  static Instant of(String operation, SdkHttpResponse response) {
    String header =
        response
            .firstMatchingHeader("Date")
            .orElseThrow(() ->
                new TransientException(
                    operation, "", "the answer to " + operation + " has no Date header", null));
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from);
    } catch (DateTimeException notADate) {
      throw new TransientException(
          operation,
          "",
          "the answer to " + operation + " has a Date header that is none: " + header,
          notADate);
    }
  }
}
