package dev.nightjar.awslocal.operation;

import tools.jackson.databind.node.ObjectNode;

/**
 * One operation of an AWS service, such as {@code DynamoDB_20120810.PutItem}.
 *
 * <p>Called by many threads at once. The input belongs to the call: an operation may keep parts of
 * it, and must not change it. The answer belongs to the caller from then on, so it holds no node
 * that the service still changes.
 */
@FunctionalInterface
public interface Operation {

  /**
   * @param input the request as the service's JSON; an empty object where the request had no body
   * @param caller whose credentials signed the request, and for which region
   * @return the answer as the service's JSON (raw parts are welcome: {@code
   *     ObjectNode.putRawValue})
   * @throws AwsError the service's refusal, as the client is to see it
   */
  ObjectNode apply(ObjectNode input, Caller caller);
}
