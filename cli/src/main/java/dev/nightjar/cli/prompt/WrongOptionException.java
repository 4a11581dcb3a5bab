package dev.nightjar.cli.prompt;

/** What an option says cannot be used, or an option is missing that nobody can be asked for. */
public final class WrongOptionException extends RuntimeException {

  /** The message names the option. */
  public WrongOptionException(String message) {
    super(message);
  }
}
