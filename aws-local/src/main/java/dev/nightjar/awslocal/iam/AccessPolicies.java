package dev.nightjar.awslocal.iam;

import dev.nightjar.awslocal.iam.ActionsOfCalls.Needed;
import dev.nightjar.awslocal.iam.PolicyDocument.Decision;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Caller.RoleSession;
import dev.nightjar.awslocal.operation.Interceptor;
import dev.nightjar.awslocal.operation.Invocation;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets sessions of roles do what their role's policies allow at that moment, and nothing else; an
 * account's own keys do anything.
 */
public final class AccessPolicies implements Authorizer, Interceptor {

  private final Roles roles;

  public AccessPolicies(Roles roles) {
    this.roles = roles;
  }

  @Override
  public ObjectNode intercept(Invocation call, Next next) {
    check(call);
    return next.proceed(call);
  }

  @Override
  public void check(Invocation call) {
    if (call.caller().principal() instanceof RoleSession session) {
      for (Needed needed : ActionsOfCalls.of(call)) {
        Decision decision = decide(call.caller(), session, needed);
        if (decision != Decision.ALLOWED) {
          throw denied(call, needed, decision);
        }
      }
    }
  }

  private Decision decide(Caller caller, RoleSession session, Needed needed) {
    AccessRequest request =
        new AccessRequest(
            needed.action(),
            needed.resource(),
            Map.of("aws:PrincipalAccount", caller.account(), "aws:PrincipalArn", caller.arn()));
    return roles
        .find(caller.account(), session.role())
        .filter(role -> role.id().equals(session.roleId()))
        .map(role -> role.decide(request))
        .orElse(Decision.SILENT);
  }

  private static AwsError denied(Invocation call, Needed needed, Decision decision) {
    boolean s3 = call.service().equals("S3");
    String resource = s3 ? "\"" + needed.resource() + "\"" : needed.resource();
    String because =
        decision == Decision.DENIED
            ? " with an explicit deny in an identity-based policy"
            : " because no identity-based policy allows the " + needed.action() + " action";
    String message =
        "User: "
            + call.caller().arn()
            + " is not authorized to perform: "
            + needed.action()
            + " on resource: "
            + resource
            + because;
    return switch (call.service()) {
      case "S3", "STS", "IAM" -> new AwsError(403, "AccessDenied", message);
      default -> AwsError.client("AccessDeniedException", message);
    };
  }
}
