package dev.nightjar.mirror.status;

/** Stops one mirror; the message says what happened and what to do. */
public final class MirrorFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /** A failure. */
  public MirrorFailedException(FailureReason reason, String message) {
    super(message);
    this.reason = reason.code();
  }

  /** A failure with its cause. */
  public MirrorFailedException(FailureReason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason.code();
  }

  /** A failure whose code is another module's. */
  public MirrorFailedException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** The code for status and metrics. */
  public String reason() {
    return reason;
  }
}
