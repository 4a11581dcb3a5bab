package dev.nightjar.dynamodb.connection;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Tells a role's credentials when AWS refuses them as expired, which the SDK itself believes its
 * clock about.
 */
final class EndedSessions implements ExecutionInterceptor {
  private final RoleCredentials credentials;

  EndedSessions(RoleCredentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    if (AwsFailures.saysSessionIsOver(context.exception())) {
      context
          .httpRequest()
          .flatMap(request -> request.firstMatchingHeader("X-Amz-Security-Token"))
          .ifPresent(credentials::forget);
    }
  }
}
