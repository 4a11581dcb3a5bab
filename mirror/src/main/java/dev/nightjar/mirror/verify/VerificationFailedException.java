package dev.nightjar.mirror.verify;

/** A verification cannot be begun, or cannot go on; the message says why and what to do. */
public final class VerificationFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /** Another is running for that mirror. */
  public static final String RUNNING = "verification_running";

  /** The mirror is not LIVE. */
  public static final String NOT_LIVE = "mirror_not_live";

  VerificationFailedException(String code, String message) {
    super(message);
    this.code = code;
  }

  VerificationFailedException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** A code for programs. */
  public String code() {
    return code;
  }
}
