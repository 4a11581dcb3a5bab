package dev.nightjar.server.deploy;

import dev.nightjar.project.Severity;
import dev.nightjar.server.http.Json;
import java.util.Map;

/**
 * Something to tell whoever deploys.
 *
 * @param resource the file, such as {@code orders.datasource}; clients print it before the message
 */
public record Feedback(Severity level, String resource, String message) {
  /** As clients read it. */
  public Map<String, Object> toJson() {
    return Json.object("level", level.name(), "resource", resource, "message", message);
  }
}
