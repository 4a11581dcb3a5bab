package dev.nightjar.dynamodb.connection;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Dates the answers of a stand-in for AWS that does not date them itself: by this machine's clock,
 * for it is the only one there is. AWS dates its own, and is not believed to be AWS where it does
 * not.
 */
final class DatedAnswers implements ExecutionInterceptor {
  private static final String DATE = "Date";
  private static final String AWS = ".amazonaws.com";

  private final Clock clock;

  DatedAnswers(Clock clock) {
    this.clock = clock;
  }

  @Override
  public SdkHttpResponse modifyHttpResponse(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    SdkHttpResponse response = context.httpResponse();
    if (response.firstMatchingHeader(DATE).isPresent()
        || context.httpRequest().host().contains(AWS)) {
      return response;
    }
    ZonedDateTime now = clock.instant().atZone(ZoneOffset.UTC);
    return response.toBuilder()
        .putHeader(DATE, DateTimeFormatter.RFC_1123_DATE_TIME.format(now))
        .build();
  }
}
