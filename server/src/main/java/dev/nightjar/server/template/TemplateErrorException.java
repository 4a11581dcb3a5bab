package dev.nightjar.server.template;

import java.io.Serial;
import java.util.Map;

/** The template itself refused the request, by {@code error()} or {@code custom_error()}. */
public final class TemplateErrorException extends TemplateException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, Object> fields;

  TemplateErrorException(int status, String message, Map<String, Object> fields) {
    super(message);
    this.status = status;
    this.fields = fields;
  }

  /** The HTTP status of the answer: 400 unless the template says another one. */
  public int status() {
    return status;
  }

  /** The answer's JSON object: texts, numbers, booleans, lists and maps of them. */
  public Map<String, Object> fields() {
    return fields;
  }
}
