package dev.nightjar.mirror;

/** Two mirrors of a table do not come to one position in its stream now. The message says why. */
public final class MirrorsApartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For a reason, in a sentence. */
  public MirrorsApartException(String message) {
    super(message);
  }

  /** For a failure of one of them, in a sentence. */
  public MirrorsApartException(String message, Throwable cause) {
    super(message, cause);
  }
}
