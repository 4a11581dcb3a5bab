package dev.nightjar.awslocal.operation;

import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A service's refusal of a request, as its client sees it. The front writes it in the protocol of
 * the request: {@code __type} and {@code message} for JSON, an {@code Error} document for XML.
 */
public final class AwsError extends RuntimeException {

  private final int httpStatus;
  private final String type;
  private final transient ObjectNode details;

  /**
   * @param httpStatus 400 for almost all of a client's faults, 500 and 503 for the service's own
   * @param type the error's short name, such as {@code ResourceNotFoundException} (S3: its code,
   *     such as {@code NoSuchKey}); the front puts the protocol's namespace before it
   * @param message AWS's text
   */
  public AwsError(int httpStatus, String type, String message) {
    this(httpStatus, type, message, JsonNodeFactory.instance.objectNode());
  }

  private AwsError(int httpStatus, String type, String message, ObjectNode details) {
    super(Objects.requireNonNull(message, "message"), null, false, false);
    this.httpStatus = httpStatus;
    this.type = Objects.requireNonNull(type, "type");
    this.details = details;
  }

  /** A client's fault: HTTP 400. */
  public static AwsError client(String type, String message) {
    return new AwsError(400, type, message);
  }

  /** HTTP 400, {@code ValidationException}. */
  public static AwsError validation(String message) {
    return client("ValidationException", message);
  }

  /**
   * The same refusal with one more member in its body, such as {@code CancellationReasons} or
   * {@code Item}.
   */
  public AwsError with(String member, JsonNode value) {
    ObjectNode more = details.deepCopy();
    more.set(member, value);
    return new AwsError(httpStatus, type, getMessage(), more);
  }

  /** The HTTP status of the answer. */
  public int httpStatus() {
    return httpStatus;
  }

  /** The short name, without namespace. */
  public String type() {
    return type;
  }

  /** Members of the body besides type and message; not to be changed. */
  public ObjectNode details() {
    return details;
  }
}
