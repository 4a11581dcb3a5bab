package dev.nightjar.dynamodb.failure;

/** What a reader of a stream does about a failed call. */
public enum Remedy {
  /** The same call again, after a pause. */
  RETRY,
  /** A new iterator after the last sequence number, at once. */
  NEW_ITERATOR,
  /** Changes are lost for this reader: the position, its shard or its stream is gone. */
  GAP,
  /** Nothing that the reader can do: the mirror says why and waits for a person. */
  FATAL,
  /** The reader was told to stop. */
  STOP;

  /** The remedy for a failure of GetShardIterator or GetRecords of one shard. */
  public static Remedy ofShardRead(AwsException failure) {
    return switch (failure) {
      case ThrottledException _, TransientException _ -> RETRY;
      case IteratorExpiredException _ -> NEW_ITERATOR;
      case TrimmedDataException _, NotFoundException _ -> GAP;
      case CallInterruptedException _ -> STOP;
      case AccessDeniedException _,
          AssumeRoleException _,
          CredentialsRefusedException _,
          MissingCredentialsException _,
          RejectedException _ ->
          FATAL;
    };
  }
}
