package dev.nightjar.dynamodb.json;

/**
 * Bytes that are not the JSON that they ought to be. The message tells the place, never the
 * content.
 */
public final class MalformedJsonException extends RuntimeException {
  private final int offset;

  /**
   * States what is wrong and where.
   *
   * @param offset index into the array that was being read
   */
  public MalformedJsonException(String what, int offset) {
    super(what + " at byte " + offset);
    this.offset = offset;
  }

  /** Index of the offending byte in the array that was being read. */
  public int offset() {
    return offset;
  }
}
