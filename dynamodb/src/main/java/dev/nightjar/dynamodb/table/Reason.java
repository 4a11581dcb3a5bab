package dev.nightjar.dynamodb.table;

/** Why a table cannot be mirrored, with the code that clients know. */
public enum Reason {
  /** No AWS credentials on this machine. */
  MISSING_CREDENTIALS("missing_credentials"),
  /** No such table in that region. */
  TABLE_NOT_FOUND("table_not_found"),
  /** Point-in-Time Recovery is off. */
  PITR_DISABLED("pitr_disabled"),
  /** The table has no stream that is on. */
  STREAM_DISABLED("stream_disabled"),
  /** The stream does not carry the new image. */
  STREAM_VIEW_INVALID("stream_view_invalid"),
  /** Larger than the configured limit. */
  TABLE_TOO_LARGE("table_too_large"),
  /** More write capacity than the configured limit. */
  TABLE_WCU_EXCEEDS_LIMIT("table_wcu_exceeds_limit"),
  /** The ARN is no DynamoDB table's, or its region is another than the connection's. */
  TABLE_ARN_AND_REGION_REQUIRED("table_arn_and_region_required"),
  /** No role ARN, or not one. */
  ROLE_ARN_REQUIRED("role_arn_required"),
  /** The role could not be assumed. */
  UNABLE_TO_ASSUME_ROLE("unable_to_assume_role"),
  /** The role's access policy lacks an action. */
  ACCESS_DENIED("access_denied");

  private final String code;

  Reason(String code) {
    this.code = code;
  }

  /** The code as it is written in answers and on a mirror's status. */
  public String code() {
    return code;
  }
}
