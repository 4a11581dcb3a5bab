package dev.nightjar.dynamodb.export;

/** An export's {@code ExportStatus}. */
public enum ExportStatus {
  /** AWS is writing it; this takes minutes to hours. */
  IN_PROGRESS,
  /** All of it is in the bucket. */
  COMPLETED,
  /** It will not come; see the failure code. */
  FAILED,
  /** A status that this program does not know. */
  UNKNOWN
}
