package dev.nightjar.clickhouse.remote;

/**
 * The server cannot be used: wrong password, too old, rights are missing. The message says in one
 * line what to do.
 */
public final class RemoteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RemoteException(String message) {
    super(message);
  }

  RemoteException(String message, Throwable cause) {
    super(message, cause);
  }
}
