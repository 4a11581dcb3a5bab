package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.operation.AwsError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * The ClientRequestTokens of transactions that were done: for ten minutes the same request with the
 * same token does nothing more. Thread-safe.
 */
final class TransactionTokens {

  private static final Duration LIFE = Duration.ofMinutes(10);

  private final Clock clock;
  private final Map<String, Done> done = new LinkedHashMap<>();

  TransactionTokens(Clock clock) {
    this.clock = clock;
  }

  private record Done(ObjectNode request, Instant at) {}

  /**
   * Whether no request with that token was done yet.
   *
   * @throws AwsError IdempotentParameterMismatchException if another one was
   */
  synchronized boolean isNew(String token, ObjectNode request) {
    Instant oldest = clock.instant().minus(LIFE);
    done.values().removeIf(entry -> entry.at.isBefore(oldest));
    Done before = done.get(token);
    if (before != null && !before.request.equals(request)) {
      throw AwsError.client(
          "IdempotentParameterMismatchException",
          "The request was rejected because the ClientRequestToken was used with other parameters"
              + " before.");
    }
    return before == null;
  }

  synchronized void remember(String token, ObjectNode request) {
    done.put(token, new Done(request, clock.instant()));
  }
}
