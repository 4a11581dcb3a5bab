package dev.nightjar.dynamodb.export;

/**
 * A manifest or a data file is not what it says that it is: an MD5, a count or the content itself
 * is wrong. Reading it once again may help; twice the same is for a person.
 */
public final class ExportCorruptException extends RuntimeException {
  private final String key;

  ExportCorruptException(String bucket, String key, String what, Throwable cause) {
    super("s3://" + bucket + "/" + key + ": " + what, cause);
    this.key = key;
  }

  ExportCorruptException(String bucket, String key, String what) {
    this(bucket, key, what, null);
  }

  /** The object's key. */
  public String key() {
    return key;
  }
}
