package dev.nightjar.awslocal.faults;

import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.ConnectionCut;
import dev.nightjar.awslocal.operation.Interceptor.Next;
import dev.nightjar.awslocal.operation.Invocation;
import java.time.Duration;
import java.util.function.BinaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * What happens to a call that a fault is meant for. Any lambda will do; the usual ones are made by
 * the methods here.
 */
@FunctionalInterface
public interface Effect {

  /** Answers, refuses or cuts; {@code next} carries the call out. */
  ObjectNode on(Invocation call, Next next) throws InterruptedException;

  /** Refuses with this error; the call is not carried out. */
  static Effect error(AwsError error) {
    return (call, next) -> {
      throw error;
    };
  }

  /** Refuses as the service does when it is asked too often. */
  static Effect throttled() {
    return (call, next) -> {
      throw switch (call.service()) {
        case "S3" -> new AwsError(503, "SlowDown", "Please reduce your request rate.");
        case "STS", "IAM" -> AwsError.client("Throttling", "Rate exceeded");
        case "DynamoDBStreams_20120810" ->
            AwsError.client("LimitExceededException", "Rate exceeded for stream");
        default ->
            AwsError.client(
                "ThrottlingException",
                "Rate of requests exceeds the allowed throughput. Try again later.");
      };
    };
  }

  /** Refuses as the service does when it has failed itself. */
  static Effect internalError() {
    return (call, next) -> {
      throw switch (call.service()) {
        case "S3" ->
            new AwsError(
                500, "InternalError", "We encountered an internal error. Please try again.");
        case "STS", "IAM" -> new AwsError(500, "InternalFailure", "Internal failure");
        default -> new AwsError(500, "InternalServerError", "Internal server error");
      };
    };
  }

  /** Refuses as the service does whatever is not allowed to the caller. */
  static Effect accessDenied() {
    return (call, next) -> {
      String message =
          "User: %s is not authorized to perform: %s".formatted(call.caller().arn(), call.action());
      throw switch (call.service()) {
        case "S3", "STS", "IAM" -> new AwsError(403, "AccessDenied", message);
        default -> AwsError.client("AccessDeniedException", message);
      };
    };
  }

  /** Refuses as the service does when the session of the caller is over. */
  static Effect expiredCredentials() {
    return (call, next) -> {
      String message = "The security token included in the request is expired";
      throw switch (call.service()) {
        case "S3" -> AwsError.client("ExpiredToken", "The provided token has expired.");
        case "STS", "IAM" -> new AwsError(403, "ExpiredToken", message);
        default -> AwsError.client("ExpiredTokenException", message);
      };
    };
  }

  /** Carries the call out and answers that much later. */
  static Effect delay(Duration latency) {
    return new Delay(latency, Thread::sleep);
  }

  /** Does not carry the call out and keeps silent for that long, then cuts the connection. */
  static Effect silence(Duration length) {
    return (call, next) -> {
      Thread.sleep(length);
      throw new ConnectionCut();
    };
  }

  /** Cuts the connection; the call is not carried out. */
  static Effect cut() {
    return (call, next) -> {
      throw new ConnectionCut();
    };
  }

  /** Carries the call out, then cuts the connection: the caller cannot know. */
  static Effect cutAfterwards() {
    return (call, next) -> {
      next.proceed(call);
      throw new ConnectionCut();
    };
  }

  /**
   * Carries the call out and answers something else: what is made of the request and the true
   * answer.
   */
  static Effect answer(BinaryOperator<ObjectNode> change) {
    return (call, next) -> change.apply(call.input(), next.proceed(call));
  }

  /**
   * Answers later.
   *
   * @param latency by how much
   */
  record Delay(Duration latency, Pause pause) implements Effect {
    @Override
    public ObjectNode on(Invocation call, Next next) throws InterruptedException {
      ObjectNode answer = next.proceed(call);
      pause.hold(latency);
      return answer;
    }
  }
}
