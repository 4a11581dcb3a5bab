package dev.nightjar.dynamodb.connection;

import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Tells a role's credentials when AWS refuses them as expired, or denies them something. */
final class EndedSessions implements ExecutionInterceptor {
  private final RoleCredentials credentials;

  EndedSessions(RoleCredentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    Optional<String> sessionToken =
        context
            .httpRequest()
            .flatMap(request -> request.firstMatchingHeader("X-Amz-Security-Token"));
    if (AwsFailures.saysSessionIsOver(context.exception())) {
      sessionToken.ifPresent(credentials::forget);
    } else if (AwsFailures.saysDenied(context.exception())) {
      sessionToken.ifPresent(credentials::doubt);
    }
  }
}
