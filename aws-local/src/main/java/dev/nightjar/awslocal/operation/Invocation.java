package dev.nightjar.awslocal.operation;

import tools.jackson.databind.node.ObjectNode;

/**
 * One call of an operation, on its way through the interceptors.
 *
 * @param requestId the id that the answer carries as {@code x-amzn-RequestId}
 * @param operation the name that the operation is registered under, such as {@code
 *     DynamoDB_20120810.PutItem}; for S3 {@code S3.GetObject}, with {@code Bucket} and {@code Key}
 *     as the input's members
 * @param input the request; not to be changed ({@link #withInput} makes another invocation)
 * @param caller who signed the request
 */
public record Invocation(String requestId, String operation, ObjectNode input, Caller caller) {

  /** The same call with another request in it. */
  public Invocation withInput(ObjectNode other) {
    return new Invocation(requestId, operation, other, caller);
  }

  /** The operation's name without its service: {@code PutItem}. */
  public String action() {
    return operation.substring(operation.indexOf('.') + 1);
  }

  /**
   * The service's part of the name: {@code DynamoDB_20120810}, {@code DynamoDBStreams_20120810},
   * {@code S3}, …
   */
  public String service() {
    return operation.substring(0, Math.max(operation.indexOf('.'), 0));
  }
}
