package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.ClickHouseException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * A session that a request names.
 *
 * @param id any text
 * @param timeout how long it lives without a request
 * @param mustExist whether a session that does not exist is an error, not a new one
 */
public record SessionName(String id, Duration timeout, boolean mustExist) {
  private static final Duration USUAL = Duration.ofSeconds(60);
  private static final int LONGEST_SECONDS = 3_600;

  /**
   * Reads {@code session_id}, {@code session_timeout} (seconds, at most an hour) and {@code
   * session_check}; empty where there is no id.
   *
   * @throws ClickHouseException (374) when the timeout is no number of seconds
   */
  static Optional<SessionName> of(Function<String, Optional<String>> parameter) {
    return parameter
        .apply("session_id")
        .filter(id -> !id.isEmpty())
        .map(id ->
            new SessionName(
                id,
                parameter.apply("session_timeout").map(SessionName::timeout).orElse(USUAL),
                parameter.apply("session_check").filter("1"::equals).isPresent()));
  }

  private static Duration timeout(String text) {
    if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > LONGEST_SECONDS) {
      throw new ClickHouseException(
          374,
          "INVALID_SESSION_TIMEOUT",
          "Invalid session timeout: '" + text + "' is no number of seconds up to 3600");
    }
    return Duration.ofSeconds(Integer.parseInt(text));
  }
}
