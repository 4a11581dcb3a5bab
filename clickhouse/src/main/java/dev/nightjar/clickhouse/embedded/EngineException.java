package dev.nightjar.clickhouse.embedded;

/** The engine cannot be loaded or opened; the message says in one line what to do. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EngineException(String message) {
    super(message);
  }

  EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
