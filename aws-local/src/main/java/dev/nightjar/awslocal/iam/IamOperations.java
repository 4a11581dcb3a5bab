package dev.nightjar.awslocal.iam;

import dev.nightjar.awslocal.credentials.AccessKeys;
import dev.nightjar.awslocal.credentials.UriText;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.OperationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * IAM's operations on roles and their inline policies; errors and limits are those of IAM's API
 * reference.
 */
public final class IamOperations {

  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,64}");
  private static final Pattern POLICY_NAME = Pattern.compile("[\\w+=,.@-]{1,128}");

  private final Roles roles;
  private final AccessKeys ids;
  private final Clock clock;

  public IamOperations(Roles roles, AccessKeys ids, Clock clock) {
    this.roles = roles;
    this.ids = ids;
    this.clock = clock;
  }

  /** Registers all of them. */
  public void register(OperationRegistry registry) {
    registry
        .register("IAM.CreateRole", this::createRole)
        .register("IAM.GetRole", this::getRole)
        .register("IAM.UpdateAssumeRolePolicy", this::updateAssumeRolePolicy)
        .register("IAM.DeleteRole", this::deleteRole)
        .register("IAM.PutRolePolicy", this::putRolePolicy)
        .register("IAM.GetRolePolicy", this::getRolePolicy)
        .register("IAM.DeleteRolePolicy", this::deleteRolePolicy);
  }

  private ObjectNode createRole(ObjectNode input, Caller caller) {
    String path = input.path("Path").asString("/");
    if (!path.startsWith("/") || !path.endsWith("/")) {
      throw AwsError.client(
          "ValidationError",
          "The specified value for path is invalid. It must begin and end with / and contain only"
              + " alphanumeric characters and/or / characters.");
    }
    Role role =
        new Role(
            caller.account(),
            roleName(input),
            ids.uniqueId("AROA"),
            path,
            input.path("Description").asString(""),
            clock.instant().truncatedTo(ChronoUnit.SECONDS),
            maxSession(input),
            PolicyDocument.ofTrust(required(input, "AssumeRolePolicyDocument")),
            new TreeMap<>());
    roles.add(role);
    return answer().set("Role", describe(role));
  }

  private ObjectNode getRole(ObjectNode input, Caller caller) {
    return answer().set("Role", describe(existing(input, caller)));
  }

  private ObjectNode updateAssumeRolePolicy(ObjectNode input, Caller caller) {
    PolicyDocument trust = PolicyDocument.ofTrust(required(input, "PolicyDocument"));
    roles.change(caller.account(), roleName(input), role -> role.withTrust(trust));
    return answer();
  }

  private ObjectNode deleteRole(ObjectNode input, Caller caller) {
    roles.remove(caller.account(), roleName(input));
    return answer();
  }

  private ObjectNode putRolePolicy(ObjectNode input, Caller caller) {
    String name = policyName(input);
    PolicyDocument policy = PolicyDocument.ofAccess(required(input, "PolicyDocument"));
    roles.change(caller.account(), roleName(input), role -> role.withPolicy(name, policy));
    return answer();
  }

  private ObjectNode getRolePolicy(ObjectNode input, Caller caller) {
    Role role = existing(input, caller);
    String name = policyName(input);
    PolicyDocument policy = role.policies().get(name);
    if (policy == null) {
      throw absentPolicy(name);
    }
    return answer()
        .put("RoleName", role.name())
        .put("PolicyName", name)
        .put("PolicyDocument", UriText.encode(policy.text()));
  }

  private ObjectNode deleteRolePolicy(ObjectNode input, Caller caller) {
    String name = policyName(input);
    roles.change(
        caller.account(),
        roleName(input),
        role -> {
          if (!role.policies().containsKey(name)) {
            throw absentPolicy(name);
          }
          return role.withoutPolicy(name);
        });
    return answer();
  }

  private Role existing(ObjectNode input, Caller caller) {
    String name = roleName(input);
    return roles.find(caller.account(), name).orElseThrow(() -> Roles.absent(name));
  }

  private static ObjectNode describe(Role role) {
    ObjectNode node =
        answer()
            .put("Path", role.path())
            .put("RoleName", role.name())
            .put("RoleId", role.id())
            .put("Arn", role.arn())
            .put("CreateDate", role.created().toString())
            .put("AssumeRolePolicyDocument", UriText.encode(role.trust().text()))
            .put("MaxSessionDuration", Long.toString(role.maxSession().toSeconds()));
    return role.description().isEmpty() ? node : node.put("Description", role.description());
  }

  private static Duration maxSession(ObjectNode input) {
    int seconds = input.path("MaxSessionDuration").asInt(3600);
    if (seconds < 3600 || seconds > 43_200) {
      throw AwsError.client(
          "ValidationError",
          "1 validation error detected: Value '"
              + seconds
              + "' at 'maxSessionDuration' failed to satisfy constraint: Member must have value"
              + " between 3600 and 43200");
    }
    return Duration.ofSeconds(seconds);
  }

  private static String roleName(ObjectNode input) {
    return matching(input, "RoleName", NAME);
  }

  private static String policyName(ObjectNode input) {
    return matching(input, "PolicyName", POLICY_NAME);
  }

  private static String matching(ObjectNode input, String parameter, Pattern pattern) {
    String value = required(input, parameter);
    if (!pattern.matcher(value).matches()) {
      throw AwsError.client(
          "ValidationError",
          "The specified value for "
              + Character.toLowerCase(parameter.charAt(0))
              + parameter.substring(1)
              + " is invalid. It must contain only alphanumeric characters and/or the following:"
              + " +=,.@_-");
    }
    return value;
  }

  private static String required(ObjectNode input, String parameter) {
    String value = input.path(parameter).asString("");
    if (value.isEmpty()) {
      throw AwsError.client(
          "ValidationError",
          "1 validation error detected: Value at '"
              + Character.toLowerCase(parameter.charAt(0))
              + parameter.substring(1)
              + "' failed to satisfy constraint: Member must not be null");
    }
    return value;
  }

  private static AwsError absentPolicy(String name) {
    return new AwsError(
        404, "NoSuchEntity", "The role policy with name " + name + " cannot be found.");
  }

  private static ObjectNode answer() {
    return JsonNodeFactory.instance.objectNode();
  }
}
