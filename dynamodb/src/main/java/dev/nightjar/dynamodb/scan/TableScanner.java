package dev.nightjar.dynamodb.scan;

/** Reads a table's items. Thread-safe. */
public interface TableScanner {

  /**
   * The next items of a segment, each as it is after every write that was acknowledged before
   * (strongly consistent).
   *
   * @throws dev.nightjar.dynamodb.failure.ThrottledException when the table has no read capacity
   *     left for it
   * @throws dev.nightjar.dynamodb.failure.AwsException if AWS does not answer it
   */
  ScanPage page(ScanRequest request);
}
