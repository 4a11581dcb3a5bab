package dev.nightjar.dynamodb.export;

/**
 * Point-in-time exports. Methods block, may be called by many threads, and fail with a subclass of
 * {@link dev.nightjar.dynamodb.failure.AwsException}.
 */
public interface ExportClient {

  /**
   * Asks for an export. Asking again with the same client token within 8 hours gives the same
   * export.
   *
   * @throws dev.nightjar.dynamodb.failure.RejectedException with AWS's code: {@code
   *     PointInTimeRecoveryUnavailableException}, {@code ExportConflictException} (the token was
   *     used with other parameters), {@code InvalidExportTimeException}
   * @throws dev.nightjar.dynamodb.failure.ThrottledException also for AWS's limit of concurrent
   *     exports
   */
  ExportDescription request(ExportRequest request);

  /** The export as it is now. */
  ExportDescription describe(String exportArn);
}
