package dev.nightjar.cli.prompt;

/** The person wants the command to stop: Ctrl-C at a question. */
public final class StoppedException extends RuntimeException {

  StoppedException(Throwable cause) {
    super("Stopped.", cause);
  }
}
