package dev.nightjar.dynamodb.connection;

import dev.nightjar.dynamodb.failure.AccessDeniedException;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.CallInterruptedException;
import dev.nightjar.dynamodb.failure.IteratorExpiredException;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.failure.RejectedException;
import dev.nightjar.dynamodb.failure.ThrottledException;
import dev.nightjar.dynamodb.failure.TransientException;
import dev.nightjar.dynamodb.failure.TrimmedDataException;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns the SDK's exceptions into this module's. */
final class AwsFailures {
  private static final Set<String> THROTTLES =
      Set.of(
          "LimitExceededException",
          "ProvisionedThroughputExceededException",
          "RequestLimitExceeded",
          "SlowDown",
          "Throttling",
          "ThrottlingException",
          "TooManyRequestsException");
  private static final Set<String> DENIALS =
      Set.of(
          "AccessDenied",
          "AccessDeniedException",
          "AllAccessDisabled",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "UnrecognizedClientException",
          "UnauthorizedOperation");
  private static final Set<String> ABSENCES =
      Set.of(
          "ExportNotFoundException",
          "NoSuchBucket",
          "NoSuchKey",
          "ResourceNotFoundException",
          "TableNotFoundException");
  // There are new credentials for the next call: see EndedSessions.
  private static final Set<String> EXPIRED_CREDENTIALS =
      Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired");

  private AwsFailures() {}

  /**
   * Makes a call.
   *
   * @param action as an access policy names it, such as {@code dynamodb:GetRecords}
   * @param subject what it is about, for the message
   */
  static <T> T call(String action, String subject, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException failure) {
      throw translate(action, subject, failure);
    }
  }

  static AwsException translate(String action, String subject, SdkException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AwsException ours) {
        return ours;
      }
      if (cause instanceof InterruptedException || cause instanceof AbortedException) {
        Thread.currentThread().interrupt();
        return new CallInterruptedException(
            operation(action), "", "interrupted while waiting for " + action, failure);
      }
    }
    return failure instanceof AwsServiceException answered
        ? ofAnswer(action, subject, answered)
        : new TransientException(
            operation(action),
            "",
            action + " of " + subject + " failed: " + failure.getMessage(),
            failure);
  }

  /** Whether AWS says that the caller's session is over. */
  static boolean saysSessionIsOver(Throwable failure) {
    return failure instanceof AwsServiceException answered
        && answered.awsErrorDetails() != null
        && EXPIRED_CREDENTIALS.contains(String.valueOf(answered.awsErrorDetails().errorCode()));
  }

  private static AwsException ofAnswer(String action, String subject, AwsServiceException failure) {
    AwsErrorDetails details = failure.awsErrorDetails();
    String code = details == null || details.errorCode() == null ? "" : details.errorCode();
    String words = details == null || details.errorMessage() == null ? "" : details.errorMessage();
    int status = failure.statusCode();
    String operation = operation(action);
    String message =
        action
            + " of "
            + subject
            + ": AWS answered "
            + status
            + (code.isEmpty() ? "" : " " + code)
            + (words.isEmpty() ? "" : ": " + words);
    if (code.equals("ExpiredIteratorException")) {
      return new IteratorExpiredException(operation, code, message, failure);
    }
    if (code.equals("TrimmedDataAccessException")) {
      return new TrimmedDataException(operation, code, message, failure);
    }
    if (ABSENCES.contains(code) || status == 404) {
      return new NotFoundException(operation, code, message, failure);
    }
    if (THROTTLES.contains(code) || failure.isThrottlingException()) {
      return new ThrottledException(operation, code, message, failure);
    }
    if (status >= 500 || EXPIRED_CREDENTIALS.contains(code)) {
      return new TransientException(operation, code, message, failure);
    }
    if (DENIALS.contains(code) || (status == 403 && !failure.isClockSkewException())) {
      String advice = ". The role's access policy must allow " + action + " on " + subject + ".";
      return new AccessDeniedException(operation, code, message + advice, failure);
    }
    return new RejectedException(operation, code, message, failure);
  }

  private static String operation(String action) {
    return action.substring(action.indexOf(':') + 1);
  }
}
