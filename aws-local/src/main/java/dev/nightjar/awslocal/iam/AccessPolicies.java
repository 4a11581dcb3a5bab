package dev.nightjar.awslocal.iam;

import dev.nightjar.awslocal.iam.ActionsOfCalls.Needed;
import dev.nightjar.awslocal.iam.PolicyDocument.Decision;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Caller.RoleSession;
import dev.nightjar.awslocal.operation.Interceptor;
import dev.nightjar.awslocal.operation.Invocation;
import java.time.Clock;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets sessions of roles do what their role's policies (and the session's own, where it has one)
 * allow at that moment, and nothing else; an account's own keys do anything.
 */
public final class AccessPolicies implements Authorizer, Interceptor {

  private final Roles roles;
  private final Clock clock;

  public AccessPolicies(Roles roles, Clock clock) {
    this.roles = roles;
    this.clock = clock;
  }

  @Override
  public ObjectNode intercept(Invocation call, Next next) {
    check(call);
    return next.proceed(call);
  }

  @Override
  public void check(Invocation call) {
    if (call.caller().principal() instanceof RoleSession session) {
      Map<String, String> context = RequestContext.of(call, roles, clock.instant());
      for (Needed needed : ActionsOfCalls.of(call)) {
        AccessRequest request = new AccessRequest(needed.action(), needed.resource(), context);
        requireAllowed(ofRole(call.caller(), session, request), "an identity-based", call, needed);
        session
            .policy()
            .map(PolicyDocument::ofAccess)
            .ifPresent(own -> requireAllowed(own.decide(request), "a session", call, needed));
      }
    }
  }

  private Decision ofRole(Caller caller, RoleSession session, AccessRequest request) {
    return roles
        .find(caller.account(), session.role())
        .filter(role -> role.id().equals(session.roleId()))
        .map(role -> role.decide(request))
        .orElse(Decision.SILENT);
  }

  /** AWS's "Access denied error message format". */
  private static void requireAllowed(
      Decision decision, String kind, Invocation call, Needed needed) {
    if (decision == Decision.ALLOWED) {
      return;
    }
    boolean s3 = call.service().equals("S3");
    String because =
        decision == Decision.DENIED
            ? " with an explicit deny in " + kind + " policy"
            : " because no "
                + kind.substring(kind.indexOf(' ') + 1)
                + " policy allows the "
                + needed.action()
                + " action";
    String message =
        "User: "
            + call.caller().arn()
            + " is not authorized to perform: "
            + needed.action()
            + " on resource: "
            + (s3 ? "\"" + needed.resource() + "\"" : needed.resource())
            + because;
    throw switch (call.service()) {
      case "S3", "STS", "IAM" -> new AwsError(403, "AccessDenied", message);
      default -> AwsError.client("AccessDeniedException", message);
    };
  }
}
