package dev.nightjar.awslocal.sts;

import dev.nightjar.awslocal.credentials.AccessKey;
import dev.nightjar.awslocal.credentials.AccessKeys;
import dev.nightjar.awslocal.iam.AccessRequest;
import dev.nightjar.awslocal.iam.PolicyDocument.Decision;
import dev.nightjar.awslocal.iam.Role;
import dev.nightjar.awslocal.iam.Roles;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Caller.RoleSession;
import dev.nightjar.awslocal.operation.OperationRegistry;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * AssumeRole and GetCallerIdentity; limits and errors are those of STS's API reference. A key of an
 * account itself may assume roles here (AWS refuses that to a root user and allows it to every
 * administrator).
 */
public final class StsOperations {

  private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");
  private static final Duration CHAINED = Duration.ofHours(1);

  private final Roles roles;
  private final AccessKeys keys;

  public StsOperations(Roles roles, AccessKeys keys) {
    this.roles = roles;
    this.keys = keys;
  }

  /** Registers both. */
  public void register(OperationRegistry registry) {
    registry
        .register("STS.AssumeRole", this::assumeRole)
        .register("STS.GetCallerIdentity", this::getCallerIdentity);
  }

  private ObjectNode getCallerIdentity(ObjectNode input, Caller caller) {
    String user =
        switch (caller.principal()) {
          case Caller.Root() -> caller.account();
          case RoleSession(String role, String roleId, String session) -> roleId + ":" + session;
        };
    return JsonNodeFactory.instance
        .objectNode()
        .put("Arn", caller.arn())
        .put("UserId", user)
        .put("Account", caller.account());
  }

  private ObjectNode assumeRole(ObjectNode input, Caller caller) {
    String arn = required(input, "RoleArn");
    String sessionName = matching(input, "RoleSessionName", SESSION_NAME);
    if (input.has("ExternalId")) {
      matching(input, "ExternalId", EXTERNAL_ID);
    }
    Role role =
        roles
            .find(arn)
            .filter(found -> trusted(found, input, caller))
            .orElseThrow(() -> denied(arn, caller));
    AccessKey key =
        keys.issue(
            role.account(),
            new RoleSession(role.name(), role.id(), sessionName),
            duration(input, role, caller));
    AccessKey.Session session = key.session().orElseThrow();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .putObject("AssumedRoleUser")
        .put("AssumedRoleId", role.id() + ":" + sessionName)
        .put(
            "Arn",
            "arn:aws:sts::" + role.account() + ":assumed-role/" + role.name() + "/" + sessionName);
    answer
        .putObject("Credentials")
        .put("AccessKeyId", key.id())
        .put("SecretAccessKey", key.secret())
        .put("SessionToken", session.token())
        .put("Expiration", session.expires().truncatedTo(ChronoUnit.SECONDS).toString());
    return answer;
  }

  private boolean trusted(Role role, ObjectNode input, Caller caller) {
    Map<String, String> context = new HashMap<>();
    context.put("aws:PrincipalAccount", caller.account());
    context.put("aws:PrincipalArn", caller.arn());
    if (input.has("ExternalId")) {
      context.put("sts:ExternalId", input.path("ExternalId").asString());
    }
    AccessRequest request = new AccessRequest("sts:AssumeRole", role.arn(), context);
    boolean byOwnPolicies =
        switch (caller.principal()) {
          case Caller.Root() -> true;
          case RoleSession session ->
              roles
                  .find(caller.account(), session.role())
                  .map(own -> own.decide(request) == Decision.ALLOWED)
                  .orElse(false);
        };
    return role.trust().decide(request, caller, byOwnPolicies) == Decision.ALLOWED
        && (byOwnPolicies || caller.account().equals(role.account()));
  }

  private static Duration duration(ObjectNode input, Role role, Caller caller) {
    Duration asked = Duration.ofSeconds(input.path("DurationSeconds").asLong(3600));
    if (asked.compareTo(Duration.ofMinutes(15)) < 0 || asked.compareTo(Duration.ofHours(12)) > 0) {
      throw AwsError.client(
          "ValidationError",
          "1 validation error detected: Value '"
              + asked.toSeconds()
              + "' at 'durationSeconds' failed to satisfy constraint: Member must have value"
              + (asked.compareTo(CHAINED) > 0
                  ? " less than or equal to 43200"
                  : " greater than or equal to 900"));
    }
    if (asked.compareTo(role.maxSession()) > 0) {
      throw AwsError.client(
          "ValidationError",
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
    if (caller.principal() instanceof RoleSession && asked.compareTo(CHAINED) > 0) {
      throw AwsError.client(
          "ValidationError",
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
              + " chaining.");
    }
    return asked;
  }

  /** The same for a role that is not there: whether it is must not be learnt. */
  private static AwsError denied(String arn, Caller caller) {
    return new AwsError(
        403,
        "AccessDenied",
        "User: "
            + caller.arn()
            + " is not authorized to perform: sts:AssumeRole on resource: "
            + arn);
  }

  private static String required(ObjectNode input, String parameter) {
    String value = input.path(parameter).asString("");
    if (value.isEmpty()) {
      throw invalid(parameter, "", "Member must not be null");
    }
    return value;
  }

  private static String matching(ObjectNode input, String parameter, Pattern pattern) {
    String value = required(input, parameter);
    if (!pattern.matcher(value).matches()) {
      throw invalid(
          parameter,
          "Value '" + value + "' ",
          "Member must satisfy regular expression pattern: " + pattern);
    }
    return value;
  }

  private static AwsError invalid(String parameter, String value, String constraint) {
    return AwsError.client(
        "ValidationError",
        "1 validation error detected: "
            + (value.isEmpty() ? "Value " : value)
            + "at '"
            + Character.toLowerCase(parameter.charAt(0))
            + parameter.substring(1)
            + "' failed to satisfy constraint: "
            + constraint);
  }
}
