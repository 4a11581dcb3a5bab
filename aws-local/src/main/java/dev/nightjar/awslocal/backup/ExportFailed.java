package dev.nightjar.awslocal.backup;

/** An export ends as FAILED with this code and message. */
public final class ExportFailed extends Exception {

  private final String code;

  /**
   * @param code the FailureCode, such as {@code S3NoSuchBucket}
   * @param message the FailureMessage
   */
  public ExportFailed(String code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** The FailureCode. */
  public String code() {
    return code;
  }
}
