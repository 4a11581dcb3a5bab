package dev.nightjar.cli;

/** How results are printed. */
public enum OutputFormat {
  /** Tables and sentences for people. */
  HUMAN,
  /** One JSON document. */
  JSON,
  /** Comma-separated values with a line of names. */
  CSV
}
