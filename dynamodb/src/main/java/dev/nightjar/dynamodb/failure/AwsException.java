package dev.nightjar.dynamodb.failure;

/**
 * A call to AWS that did not succeed. The subclass says what to make of it; the message says what
 * was asked, what AWS answered and, where a person can do something, what to do.
 */
public abstract sealed class AwsException extends RuntimeException
    permits AccessDeniedException,
        AssumeRoleException,
        CallInterruptedException,
        CredentialsRefusedException,
        IteratorExpiredException,
        MissingCredentialsException,
        NotFoundException,
        RejectedException,
        ThrottledException,
        TransientException,
        TrimmedDataException {

  private final String operation;
  private final String awsCode;

  AwsException(String operation, String awsCode, String message, Throwable cause) {
    super(message, cause);
    this.operation = operation;
    this.awsCode = awsCode;
  }

  /** The operation in AWS's words, such as {@code GetRecords}. */
  public String operation() {
    return operation;
  }

  /**
   * AWS's error code, such as {@code ResourceNotFoundException}; empty where no answer of AWS says
   * one.
   */
  public String awsCode() {
    return awsCode;
  }
}
