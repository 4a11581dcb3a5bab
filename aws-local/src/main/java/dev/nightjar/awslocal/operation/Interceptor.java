package dev.nightjar.awslocal.operation;

import tools.jackson.databind.node.ObjectNode;

/**
 * Something that stands around every call: access policies, faults, latency, throttling, counting.
 * It may refuse ({@link AwsError}), wait, cut the connection ({@link ConnectionCut}), change the
 * request, answer by itself, or change the answer.
 */
@FunctionalInterface
public interface Interceptor {

  /**
   * @param call the call
   * @param next what comes after this interceptor; the operation itself in the end
   * @return the answer for the client
   */
  ObjectNode intercept(Invocation call, Next next);

  /** The rest of the way to the operation. */
  @FunctionalInterface
  interface Next {
    /** Goes on with this call, which need not be the one that came. */
    ObjectNode proceed(Invocation call);
  }
}
