package dev.nightjar.server.query;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request to an endpoint or to {@code /v0/sql}, and what became of it.
 *
 * @param workspaceId the workspace's id
 * @param pipe the endpoint's pipe; empty for {@code /v0/sql}
 * @param token the name of the token, no secret
 * @param format ClickHouse's name of the format of the answer
 * @param parameters what the request stated, but for its token; for {@code /v0/sql} its {@code q}
 *     is among them if it came in the URL or a form
 * @param method {@code GET} or {@code POST}
 * @param path such as {@code /v0/pipes/NAME.json}, without the query string
 * @param start when the request came
 * @param duration from then until the last byte was written
 * @param status of the answer; {@link #CLIENT_LEFT} where the client did not wait for it
 * @param failure why it is none; present too where an answer of status 200 broke off half way
 * @param rowsRead rows that ClickHouse read; 0 where it did not come to that
 * @param bytesRead the same in bytes
 * @param resultRows rows of the result; 0 with a ClickHouse over HTTP, which does not tell them
 * @param resultBytes bytes of the answer's body
 * @param cacheHit whether the answer was kept from before (CACHE)
 * @param requestId unique to the request; the answer has it as {@code X-Request-Id}
 */
public record QueryRun(
    String workspaceId,
    Optional<String> pipe,
    String token,
    String format,
    Map<String, List<String>> parameters,
    String method,
    String path,
    Instant start,
    Duration duration,
    int status,
    Optional<Failure> failure,
    long rowsRead,
    long bytesRead,
    long resultRows,
    long resultBytes,
    boolean cacheHit,
    String requestId) {

  /** The status that web servers note where the client closed its connection first. */
  public static final int CLIENT_LEFT = 499;

  /** Copies the parameters. */
  public QueryRun {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * Why a request failed.
   *
   * @param code ClickHouse's number of the error; 0 where it is not ClickHouse's
   * @param message as the client was told
   */
  public record Failure(int code, String message) {}

  /** Whether the request was answered in full, and not by an error. */
  public boolean succeeded() {
    return failure.isEmpty() && status < 400;
  }
}
