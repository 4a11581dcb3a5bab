package dev.nightjar.server.query;

/**
 * Is told of every request to an endpoint and to {@code /v0/sql} that was answered, well or not,
 * when its last byte was written. Called on the thread of the request: it must neither wait nor
 * throw.
 */
@FunctionalInterface
public interface QueryLog {
  /** Keeps nothing. */
  QueryLog NONE = run -> {};

  /** One request has been answered, or was given up by its client. */
  void finished(QueryRun run);

  /** Tells this one, then another. */
  default QueryLog and(QueryLog other) {
    return run -> {
      finished(run);
      other.finished(run);
    };
  }
}
