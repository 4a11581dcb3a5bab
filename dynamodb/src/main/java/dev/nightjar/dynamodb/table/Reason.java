package dev.nightjar.dynamodb.table;

import dev.nightjar.dynamodb.failure.AccessDeniedException;
import dev.nightjar.dynamodb.failure.AssumeRoleException;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.CallInterruptedException;
import dev.nightjar.dynamodb.failure.CredentialsRefusedException;
import dev.nightjar.dynamodb.failure.IteratorExpiredException;
import dev.nightjar.dynamodb.failure.MissingCredentialsException;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.failure.RejectedException;
import dev.nightjar.dynamodb.failure.ThrottledException;
import dev.nightjar.dynamodb.failure.TransientException;
import dev.nightjar.dynamodb.failure.TrimmedDataException;
import java.util.Optional;

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
  ACCESS_DENIED("access_denied"),
  /** The bucket of the exports is not there. */
  BUCKET_NOT_FOUND("bucket_not_found"),
  /** AWS does not accept this machine's own credentials. */
  INVALID_CREDENTIALS("invalid_credentials");

  private static final String NO_SUCH_BUCKET = "NoSuchBucket";

  private final String code;

  Reason(String code) {
    this.code = code;
  }

  /**
   * The reason that a failed call is a case of, where a person has to do something about it; empty
   * for all that passes by itself and for what depends on the call.
   */
  public static Optional<Reason> of(AwsException failure) {
    return switch (failure) {
      case MissingCredentialsException _ -> Optional.of(MISSING_CREDENTIALS);
      case CredentialsRefusedException _ -> Optional.of(INVALID_CREDENTIALS);
      case AssumeRoleException _ -> Optional.of(UNABLE_TO_ASSUME_ROLE);
      case AccessDeniedException _ -> Optional.of(ACCESS_DENIED);
      case NotFoundException absent when absent.awsCode().equals(NO_SUCH_BUCKET) ->
          Optional.of(BUCKET_NOT_FOUND);
      case CallInterruptedException _,
          IteratorExpiredException _,
          NotFoundException _,
          RejectedException _,
          ThrottledException _,
          TransientException _,
          TrimmedDataException _ ->
          Optional.empty();
    };
  }

  /** The code as it is written in answers and on a mirror's status. */
  public String code() {
    return code;
  }
}
