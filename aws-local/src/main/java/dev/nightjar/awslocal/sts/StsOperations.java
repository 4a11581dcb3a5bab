package dev.nightjar.awslocal.sts;

import dev.nightjar.awslocal.credentials.AccessKey;
import dev.nightjar.awslocal.credentials.AccessKeys;
import dev.nightjar.awslocal.iam.AccessRequest;
import dev.nightjar.awslocal.iam.PolicyDocument;
import dev.nightjar.awslocal.iam.PolicyDocument.Decision;
import dev.nightjar.awslocal.iam.RequestContext;
import dev.nightjar.awslocal.iam.Role;
import dev.nightjar.awslocal.iam.Roles;
import dev.nightjar.awslocal.iam.TrustedCaller;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Caller.RoleSession;
import dev.nightjar.awslocal.operation.OperationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final Clock clock;

  public StsOperations(Roles roles, AccessKeys keys, Clock clock) {
    this.roles = roles;
    this.keys = keys;
    this.clock = clock;
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
          case RoleSession(var role, String roleId, String session, var policy) ->
              roleId + ":" + session;
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
    Optional<String> policy = sessionPolicy(input);
    Role role = roles.find(arn).orElseThrow(() -> denied(arn, caller, Decision.SILENT));
    Decision decision = decide(role, input, caller);
    if (decision != Decision.ALLOWED) {
      throw denied(arn, caller, decision);
    }
    AccessKey key =
        keys.issue(
            role.account(),
            new RoleSession(role.name(), role.id(), sessionName, policy),
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

  private static Optional<String> sessionPolicy(ObjectNode input) {
    if (input.has("PolicyArns.member.1.arn")) {
      throw AwsError.client(
          "ValidationError", "PolicyArns is not supported by this stand-in for AWS: use Policy");
    }
    Optional<String> policy =
        Optional.of(input.path("Policy").asString("")).filter(text -> !text.isEmpty());
    policy.ifPresent(PolicyDocument::ofAccess);
    return policy;
  }

  private Decision decide(Role role, ObjectNode input, Caller caller) {
    Map<String, String> context = RequestContext.of(caller, roles, clock.instant());
    context.put("sts:RoleSessionName", input.path("RoleSessionName").asString());
    if (input.has("ExternalId")) {
      context.put("sts:ExternalId", input.path("ExternalId").asString());
    }
    AccessRequest request = new AccessRequest("sts:AssumeRole", role.arn(), context);
    TrustedCaller trusted = trusted(caller, request);
    Decision decision = role.trust().decide(request, trusted);
    boolean here = caller.account().equals(role.account());
    return decision == Decision.ALLOWED && !here && !trusted.allowedByOwnPolicies()
        ? Decision.SILENT
        : decision;
  }

  private TrustedCaller trusted(Caller caller, AccessRequest request) {
    return switch (caller.principal()) {
      case Caller.Root() -> new TrustedCaller(caller.account(), Set.of(caller.arn()), true);
      case RoleSession session -> {
        Optional<Role> own = roles.find(caller.account(), session.role());
        Set<String> names = new HashSet<>(Set.of(caller.arn(), session.roleId()));
        own.ifPresent(role -> names.add(role.arn()));
        boolean allowed =
            own.filter(role -> role.decide(request) == Decision.ALLOWED).isPresent()
                && session
                    .policy()
                    .map(text -> PolicyDocument.ofAccess(text).decide(request) == Decision.ALLOWED)
                    .orElse(true);
        yield new TrustedCaller(caller.account(), names, allowed);
      }
    };
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
  private static AwsError denied(String arn, Caller caller, Decision decision) {
    return new AwsError(
        403,
        "AccessDenied",
        "User: "
            + caller.arn()
            + " is not authorized to perform: sts:AssumeRole on resource: "
            + arn
            + (decision == Decision.DENIED
                ? " with an explicit deny in a resource-based policy"
                : ""));
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
