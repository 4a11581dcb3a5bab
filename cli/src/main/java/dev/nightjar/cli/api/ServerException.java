package dev.nightjar.cli.api;

/** The server refused a request; the message is its own sentence. */
public final class ServerException extends RuntimeException {

  private final int status;

  /**
   * @param status the HTTP status
   * @param message the server's {@code error}, or the body's text where it has none
   */
  public ServerException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
