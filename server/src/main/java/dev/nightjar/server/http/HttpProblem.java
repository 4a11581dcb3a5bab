package dev.nightjar.server.http;

import java.util.HashMap;
import java.util.Map;

/**
 * An answer that is an error: its status, its text for a person (the string {@code error} of the
 * JSON body), further fields of that body, and headers.
 */
public final class HttpProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, Object> fields;
  private final transient Map<String, String> headers;

  public HttpProblem(int status, String message, Map<String, Object> fields) {
    this(status, message, fields, Map.of());
  }

  private HttpProblem(
      int status, String message, Map<String, Object> fields, Map<String, String> headers) {
    super(message);
    this.status = status;
    this.fields = Map.copyOf(fields);
    this.headers = Map.copyOf(headers);
  }

  /** The same with one more header. */
  public HttpProblem withHeader(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new HttpProblem(status, getMessage(), fields, more);
  }

  /** The same, to be tried again after some seconds: clients read {@code Retry-After}. */
  public HttpProblem retryAfter(int seconds) {
    return withHeader("Retry-After", Integer.toString(seconds));
  }

  public static HttpProblem badRequest(String message) {
    return new HttpProblem(400, message, Map.of());
  }

  /** What every client expects of a wrong or missing token: 403, never 401. */
  public static HttpProblem forbidden(String message) {
    return new HttpProblem(403, message, Map.of());
  }

  public static HttpProblem notFound(String message) {
    return new HttpProblem(404, message, Map.of());
  }

  public static HttpProblem conflict(String message) {
    return new HttpProblem(409, message, Map.of());
  }

  public static HttpProblem tooLarge(String message) {
    return new HttpProblem(413, message, Map.of());
  }

  /**
   * Too many at a time.
   *
   * @param seconds when it is worth trying again; clients read it in {@code Retry-After}
   * @param headers what else they may read
   */
  public static HttpProblem tooManyRequests(
      String message, int seconds, Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Retry-After", Integer.toString(seconds));
    return new HttpProblem(429, message, Map.of(), all);
  }

  public int status() {
    return status;
  }

  public Map<String, Object> fields() {
    return fields;
  }

  /** Headers of the answer. */
  public Map<String, String> headers() {
    return headers;
  }
}
