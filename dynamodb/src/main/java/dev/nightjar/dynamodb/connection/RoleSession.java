package dev.nightjar.dynamodb.connection;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * The credentials that AssumeRole gave, and how long they hold. That is counted from AWS's answer
 * on by a counter that no setting of this machine's clock moves; how long it is, is the difference
 * of two of AWS's own times.
 *
 * @param credentials the session's
 * @param begun when AWS answered, in nanoseconds of the counter
 * @param lifetime from AWS's answer to the expiration that it named
 * @param renewal when to ask for the next one, in nanoseconds of the counter
 */
record RoleSession(AwsSessionCredentials credentials, long begun, Duration lifetime, long renewal) {

  private static final Duration RENEWED_BEFORE = Duration.ofMinutes(5);

  /** "the value can range from 900 seconds up to … 12 hours" (AssumeRole). */
  private static final Duration LONGEST = Duration.ofHours(12);

  static RoleSession begin(AwsSessionCredentials credentials, long now, Duration stated) {
    Duration lifetime = stated.compareTo(LONGEST) < 0 ? stated : LONGEST;
    Duration third = lifetime.dividedBy(3);
    Duration margin = third.compareTo(RENEWED_BEFORE) < 0 ? third : RENEWED_BEFORE;
    return new RoleSession(credentials, now, lifetime, now + lifetime.minus(margin).toNanos());
  }

  /** Whether the next one should be asked for. */
  boolean due(long now) {
    return now - renewal >= 0;
  }

  /** Whether AWS will not take it any more. */
  boolean over(long now) {
    return now - begun >= lifetime.toNanos();
  }

  /** Whether it has been used for at least that long. */
  boolean olderThan(Duration age, long now) {
    return now - begun >= age.toNanos();
  }

  /** The same, whose successor is asked for then. */
  RoleSession renewedAt(long then) {
    return new RoleSession(credentials, begun, lifetime, then);
  }

  boolean has(String sessionToken) {
    return credentials.sessionToken().equals(sessionToken);
  }
}
