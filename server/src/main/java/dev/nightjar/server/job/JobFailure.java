package dev.nightjar.server.job;

import java.util.Map;

/** A job that ends without success; its message is for people, its details for clients. */
public final class JobFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, Object> details;

  public JobFailure(String message, Map<String, Object> details, Throwable cause) {
    super(message, cause);
    this.details = Map.copyOf(details);
  }

  /** What is known of the job besides. */
  public Map<String, Object> details() {
    return details;
  }
}
