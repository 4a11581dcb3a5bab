package dev.nightjar.mirror.status;

import org.slf4j.MDC;
import org.slf4j.MDC.MDCCloseable;

/**
 * What the lines of a mirror carry in the log ({@link MDC}). A thread that a mirror starts carries
 * what the one did that started it.
 */
public enum LogContext {
  /** The mirror's id. */
  MIRROR("mirror"),
  /** Its data source. */
  DATASOURCE("datasource"),
  /** The generation that is being mirrored. */
  GENERATION("generation"),
  /** The shard that is being read. */
  SHARD("shard"),
  /** The token of the batch that is being inserted. */
  BATCH("batch");

  private final String key;

  LogContext(String key) {
    this.key = key;
  }

  /** The name in the log. */
  public String key() {
    return key;
  }

  /** The thread's lines carry this until what is answered is closed. */
  public MDCCloseable during(String value) {
    return MDC.putCloseable(key, value);
  }

  /** The thread's lines carry this from now on. */
  public void from(String value) {
    MDC.put(key, value);
  }
}
