package dev.nightjar.dynamodb.connection;

import dev.nightjar.dynamodb.failure.AccessDeniedException;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.CallInterruptedException;
import dev.nightjar.dynamodb.failure.CredentialsRefusedException;
import dev.nightjar.dynamodb.failure.IteratorExpiredException;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.failure.RejectedException;
import dev.nightjar.dynamodb.failure.ThrottledException;
import dev.nightjar.dynamodb.failure.TransientException;
import dev.nightjar.dynamodb.failure.TrimmedDataException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
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

  /** What passes, although AWS answers it with 400 or 409. */
  private static final Set<String> PASSING =
      Set.of(
          "OperationAborted",
          "PriorRequestNotComplete",
          "RequestAbortedException",
          "RequestTimeout",
          "RequestTimeoutException");

  private static final Set<String> DENIALS =
      Set.of(
          "AccessDenied",
          "AccessDeniedException",
          "AllAccessDisabled",
          "NotAuthorized",
          "UnauthorizedOperation");
  private static final Set<String> ABSENCES =
      Set.of(
          "ExportNotFoundException",
          "NoSuchBucket",
          "NoSuchKey",
          "ResourceNotFoundException",
          "TableNotFoundException");
  // There are new credentials for the next call: see EndedSessions.
  private static final Set<String> EXPIRED_SESSION =
      Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired");
  private static final Set<String> UNKNOWN_SESSION =
      Set.of(
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "InvalidToken",
          "UnrecognizedClientException");
  private static final Set<String> OWN_CREDENTIALS_REFUSED =
      Set.of(
          "ExpiredToken",
          "ExpiredTokenException",
          "IncompleteSignature",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");
  // AWS names what is denied, which need not be what was called: a key's kms:Decrypt, for example.
  private static final Pattern NOT_AUTHORIZED =
      Pattern.compile(
          "not authorized to perform: ([a-z0-9-]+:[A-Za-z0-9]+)(?: on resource: \"?([^\\s\"]+))?");

  /** AWS gives every error a code: a proxy has answered, or some other server. */
  private static final String NOT_AWS =
      ", without an error code. AWS does not answer so: see where AWS_ENDPOINT_URL (or the setting"
          + " for this service alone) and any proxy lead.";

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

  /**
   * Makes a call with this machine's own credentials.
   *
   * @throws CredentialsRefusedException if AWS does not accept them
   */
  static <T> T callAsMachine(String action, String subject, Supplier<T> call) {
    try {
      return call(action, subject, call);
    } catch (AwsException failure) {
      throw ofMachine(failure);
    }
  }

  /** The same failure, or that the machine's own credentials are the trouble. */
  static AwsException ofMachine(AwsException failure) {
    boolean regionIsNone = failure.getMessage().contains("scoped to a valid region");
    boolean refused =
        OWN_CREDENTIALS_REFUSED.contains(failure.awsCode())
            && !(failure instanceof TransientException && isClockSkew(failure.getCause()));
    return refused && !regionIsNone
        ? new CredentialsRefusedException(
            failure.operation(),
            failure.awsCode(),
            "AWS does not accept the credentials of the machine that Nightjar runs on ("
                + failure.awsCode()
                + "): "
                + words(failure)
                + " Correct or renew them where the AWS SDK finds them (environment, profile or"
                + " role), and start the server again.",
            failure)
        : failure;
  }

  /** What AWS said, without the SDK's numbers of requests; a whole sentence. */
  static String words(AwsException failure) {
    String words =
        failure.getCause() instanceof AwsServiceException said && said.awsErrorDetails() != null
            ? String.valueOf(said.awsErrorDetails().errorMessage())
            : failure.getMessage();
    return words.endsWith(".") ? words : words + ".";
  }

  static AwsException translate(String action, String subject, SdkException failure) {
    if (failure instanceof ApiCallTimeoutException
        || failure instanceof ApiCallAttemptTimeoutException) {
      // The SDK interrupts the thread for them; nobody else did.
      return new TransientException(
          operation(action),
          "",
          action + " of " + subject + " was not answered in time: " + failure.getMessage(),
          failure);
    }
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
            operation(action), "", action + " of " + subject + " failed: " + why(failure), failure);
  }

  private static String why(SdkException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException unknown) {
        return "the host "
            + unknown.getMessage()
            + " is not known. See whether the region is right, and whether this machine reaches AWS.";
      }
    }
    return failure.getMessage();
  }

  /** Whether AWS says that the caller's session is over, or that it knows none of its key. */
  static boolean saysSessionIsOver(Throwable failure) {
    if (failure instanceof AwsServiceException answered && answered.awsErrorDetails() != null) {
      String code = String.valueOf(answered.awsErrorDetails().errorCode());
      return EXPIRED_SESSION.contains(code) || UNKNOWN_SESSION.contains(code);
    }
    return false;
  }

  /** Whether AWS denies the caller what it asked for. */
  static boolean saysDenied(Throwable failure) {
    return failure instanceof AwsServiceException answered
        && answered.awsErrorDetails() != null
        && DENIALS.contains(String.valueOf(answered.awsErrorDetails().errorCode()));
  }

  private static boolean isClockSkew(Throwable failure) {
    return failure instanceof AwsServiceException answered && answered.isClockSkewException();
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
    if (isClockSkew(failure)) {
      return new TransientException(
          operation,
          code,
          message
              + (words.endsWith(".") ? " " : ". ")
              + "This machine's clock differs from AWS's: set it right (by NTP).",
          failure);
    }
    if (ABSENCES.contains(code) || (status == 404 && !code.isEmpty())) {
      return new NotFoundException(operation, code, message, failure);
    }
    if (THROTTLES.contains(code) || failure.isThrottlingException()) {
      return new ThrottledException(operation, code, message, failure);
    }
    if (status >= 500 || EXPIRED_SESSION.contains(code) || PASSING.contains(code)) {
      return new TransientException(operation, code, message, failure);
    }
    if (code.isEmpty() && status != 403) {
      return new TransientException(operation, code, message + NOT_AWS, failure);
    }
    if (UNKNOWN_SESSION.contains(code)) {
      return new AccessDeniedException(
          operation,
          code,
          message
              + (words.endsWith(".") ? " " : ". ")
              + "Where AWS goes on to say so, see whether the region is enabled for the account.",
          failure);
    }
    if (code.equals("InvalidObjectState")) {
      return new AccessDeniedException(
          operation,
          code,
          message
              + (words.endsWith(".") ? " " : ". ")
              + "The object was archived: restore it, and take the bucket's lifecycle rules off the"
              + " exports.",
          failure);
    }
    if (code.startsWith("KMS.")) {
      return new AccessDeniedException(
          operation,
          code,
          message
              + (words.endsWith(".") ? " " : ". ")
              + "The key that the bucket is encrypted with must be enabled, and the role's access"
              + " policy must allow kms:Decrypt and kms:GenerateDataKey on it.",
          failure);
    }
    if (DENIALS.contains(code) || status == 403) {
      return new AccessDeniedException(
          operation, code, message + advice(action, subject, words), failure);
    }
    return new RejectedException(operation, code, message, failure);
  }

  private static String advice(String action, String subject, String words) {
    Matcher named = NOT_AUTHORIZED.matcher(words);
    boolean found = named.find();
    String denied = found ? named.group(1) : action;
    String resource =
        found && named.group(2) != null
            ? named.group(2)
            : subject.replaceFirst("^(arn:\\S+) .*", "$1");
    String end = words.endsWith(".") ? " " : ". ";
    if (words.contains("explicit deny")) {
      return end + "A policy denies " + denied + " on " + resource + ": take that out of it.";
    }
    String absent =
        action.equals("s3:GetObject")
            ? " AWS answers the same for an object that does not exist, where s3:ListBucket is not"
                + " allowed on its bucket."
            : "";
    return end + "The role's access policy must allow " + denied + " on " + resource + "." + absent;
  }

  private static String operation(String action) {
    return action.substring(action.indexOf(':') + 1);
  }
}
