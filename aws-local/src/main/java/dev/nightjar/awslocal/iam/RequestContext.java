package dev.nightjar.awslocal.iam;

import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Caller.RoleSession;
import dev.nightjar.awslocal.operation.Invocation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What conditions of policies can be about: the global keys that a request has here, and S3's of
 * listings ("AWS global condition context keys").
 */
public final class RequestContext {

  private RequestContext() {}

  /** The keys of a call and their values. */
  static Map<String, String> of(Invocation call, Roles roles, Instant now) {
    Map<String, String> context = of(call.caller(), roles, now);
    for (String parameter : List.of("prefix", "delimiter", "max-keys")) {
      String value = call.input().path(parameter).asString("");
      if (call.service().equals("S3") && !value.isEmpty()) {
        context.put("s3:" + parameter, value);
      }
    }
    return context;
  }

  /** The keys that tell of a caller and of the time. */
  public static Map<String, String> of(Caller caller, Roles roles, Instant now) {
    Map<String, String> context = new HashMap<>();
    context.put("aws:PrincipalAccount", caller.account());
    context.put("aws:RequestedRegion", caller.region());
    context.put("aws:SecureTransport", "false");
    context.put("aws:CurrentTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
    context.put("aws:EpochTime", Long.toString(now.getEpochSecond()));
    switch (caller.principal()) {
      case Caller.Root() -> {
        context.put("aws:PrincipalArn", caller.arn());
        context.put("aws:PrincipalType", "Account");
        context.put("aws:userid", caller.account());
      }
      case RoleSession session -> {
        context.put("aws:PrincipalArn", roleArn(caller, session, roles));
        context.put("aws:PrincipalType", "AssumedRole");
        context.put("aws:userid", session.roleId() + ":" + session.session());
      }
    }
    return context;
  }

  /** "For assumed roles, the request context returns the ARN of the role". */
  static String roleArn(Caller caller, RoleSession session, Roles roles) {
    return roles
        .find(caller.account(), session.role())
        .map(Role::arn)
        .orElse("arn:aws:iam::" + caller.account() + ":role/" + session.role());
  }
}
