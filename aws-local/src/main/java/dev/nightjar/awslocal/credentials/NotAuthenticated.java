package dev.nightjar.awslocal.credentials;

/** Why a request's credentials were refused. Each protocol has its own names for these. */
public final class NotAuthenticated extends Exception {

  /** The reasons. */
  public enum Reason {
    /** The request is not signed. */
    MISSING,
    /** The signature is there and cannot be read. */
    MALFORMED,
    /** Signed in another way than Signature Version 4. */
    OTHER_VERSION,
    /** No such access key. */
    UNKNOWN_KEY,
    /** The session's token is absent or another one's. */
    WRONG_TOKEN,
    /** The session is over. */
    EXPIRED,
    /** Signed too long ago, or at a time that is still to come. */
    SKEWED,
    /** A presigned URL that holds no longer. */
    URL_EXPIRED,
    /** Signed for a region that is not served here. */
    WRONG_REGION,
    /** The signature is not what the key's secret gives. */
    WRONG_SIGNATURE
  }

  private final Reason reason;

  NotAuthenticated(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
