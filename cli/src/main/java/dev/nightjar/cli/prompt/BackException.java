package dev.nightjar.cli.prompt;

/** The person wants to answer the question before this one again. */
public final class BackException extends RuntimeException {

  BackException() {
    super("Back.");
  }
}
