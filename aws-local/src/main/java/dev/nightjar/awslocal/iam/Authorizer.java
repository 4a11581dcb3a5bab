package dev.nightjar.awslocal.iam;

import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Invocation;

/** Says whether a caller may make a call. */
@FunctionalInterface
public interface Authorizer {

  /**
   * @throws AwsError the service's AccessDenied, naming caller, action and resource
   */
  void check(Invocation call);
}
