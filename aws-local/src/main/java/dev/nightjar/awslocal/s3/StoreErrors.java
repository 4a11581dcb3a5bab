package dev.nightjar.awslocal.s3;

import dev.nightjar.awslocal.http.HttpCall;
import dev.nightjar.awslocal.operation.AwsError;
import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What the store threw, as S3's errors. */
final class StoreErrors {

  private StoreErrors() {}

  /**
   * The error to answer with; an {@link IOException} of the client's own connection is passed on
   * instead.
   */
  static RuntimeException asAwsError(Exception thrown, HttpCall call) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SignedBody.WrongHash wrong) {
        return new AwsError(400, "XAmzContentSHA256Mismatch", wrong.getMessage());
      }
      if (cause instanceof AwsServiceException service) {
        return of(service, call);
      }
    }
    return switch (thrown) {
      case IOException io -> new UncheckedIOException(io);
      case UnsupportedOperationException e ->
          new AwsError(
              501,
              "NotImplemented",
              "A header you provided implies functionality that is not implemented.");
      case IllegalArgumentException e -> new AwsError(400, "InvalidArgument", "Invalid Argument");
      case RuntimeException e -> e;
      default -> new IllegalStateException(thrown);
    };
  }

  private static AwsError of(AwsServiceException thrown, HttpCall call) {
    AwsErrorDetails details = thrown.awsErrorDetails();
    if (details != null && details.sdkHttpResponse() != null) {
      details
          .sdkHttpResponse()
          .firstMatchingHeader("ETag")
          .ifPresent(tag -> call.setHeader("ETag", tag));
    }
    if (details != null && details.errorCode() != null) {
      String message = details.errorMessage() == null ? "" : details.errorMessage();
      return new AwsError(thrown.statusCode(), details.errorCode(), message);
    }
    return switch (thrown.statusCode()) {
      case 412 ->
          notModified(call)
              ? new AwsError(304, "NotModified", "Not Modified")
              : new AwsError(
                  412,
                  "PreconditionFailed",
                  "At least one of the pre-conditions you specified did not hold");
      case 416 -> new AwsError(416, "InvalidRange", "The requested range is not satisfiable");
      case 400, 422 ->
          new AwsError(
              400,
              "BadDigest",
              "The Content-MD5 or checksum you specified did not match what was received.");
      case 403 -> new AwsError(403, "AccessDenied", "Access Denied");
      case 404 -> new AwsError(404, "NoSuchKey", "The specified key does not exist.");
      default ->
          new AwsError(
              thrown.statusCode(),
              "InternalError",
              "We encountered an internal error. Please try again.");
    };
  }

  /** A condition of a read on "not this one" that fails is 304, all others 412 (RFC 9110 §13). */
  private static boolean notModified(HttpCall call) {
    boolean read = call.method().equals("GET") || call.method().equals("HEAD");
    boolean mustMatch =
        !call.headers("If-Match").isEmpty() || !call.headers("If-Unmodified-Since").isEmpty();
    return read && !mustMatch;
  }
}
