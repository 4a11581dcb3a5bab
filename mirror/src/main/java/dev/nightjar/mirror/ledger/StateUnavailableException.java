package dev.nightjar.mirror.ledger;

import java.nio.file.Path;
import java.util.Optional;
import org.sqlite.SQLiteException;

/**
 * The disk does not let the state database write, or read, for now, or has handed out pages that
 * are none. What was to be stored is not, and can be stored once the disk is well. The message says
 * what to do.
 */
public final class StateUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  private StateUnavailableException(String message, String code, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /**
   * What an error comes to, if the disk is to blame.
   *
   * @see <a href="https://www.sqlite.org/rescode.html">SQLite's result codes</a>
   */
  static Optional<StateUnavailableException> of(Path file, Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite) {
        return of(file, sqlite);
      }
    }
    return Optional.empty();
  }

  private static Optional<StateUnavailableException> of(Path file, SQLiteException error) {
    String name = file.getFileName().toString();
    // The low byte is the code, what is above tells its variety.
    return switch (error.getResultCode().code & 0xff) {
      case 13 ->
          Optional.of(
              new StateUnavailableException(
                  "The disk is full: the state database ("
                      + name
                      + ") cannot be written. Free space on the disk of the data directory.",
                  "state_disk_full",
                  error));
      case 8, 10, 14 ->
          Optional.of(
              new StateUnavailableException(
                  "The state database ("
                      + name
                      + ") cannot be written or read: "
                      + error.getResultCode().message
                      + " ("
                      + error.getResultCode().name()
                      + "). See to the disk of the data directory.",
                  "state_unavailable",
                  error));
      case 11, 26 ->
          Optional.of(
              new StateUnavailableException(
                  "The state database ("
                      + name
                      + ") is damaged: "
                      + error.getResultCode().message
                      + ". Stop the server."
                      + StateFile.WHAT_TO_DO,
                  "state_damaged",
                  error));
      default -> Optional.empty();
    };
  }

  /** Whether the disk is full; something else is wrong with it otherwise. */
  public boolean full() {
    return code.equals("state_disk_full");
  }

  /** A short code: {@code state_disk_full}, {@code state_unavailable} or {@code state_damaged}. */
  public String code() {
    return code;
  }
}
