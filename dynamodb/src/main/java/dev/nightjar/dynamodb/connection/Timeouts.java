package dev.nightjar.dynamodb.connection;

import java.time.Duration;

/**
 * How long to wait for AWS. What took too long is tried again, as after any other failure of the
 * network.
 *
 * @param silence between two pieces of an answer
 * @param attempt for a whole answer (of S3: for its beginning)
 * @param call for all attempts of the SDK together
 */
public record Timeouts(Duration silence, Duration attempt, Duration call) {

  /** Answers of 1 MB, over a slow line, from a service in trouble. */
  public static final Timeouts STANDARD =
      new Timeouts(Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(3));
}
