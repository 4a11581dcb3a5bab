package dev.nightjar.awslocal.iam;

import dev.nightjar.awslocal.iam.Statement.Patterns;
import dev.nightjar.awslocal.operation.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A policy of IAM's JSON grammar: Effect, Principal, Action, NotAction, Resource, NotResource and
 * Condition with the string, ARN, number, date, Bool and Null operators.
 */
public final class PolicyDocument {

  /** What a policy says about a request. */
  public enum Decision {
    /** A statement allows it and none denies it. */
    ALLOWED,
    /** A statement denies it. */
    DENIED,
    /** No statement speaks of it. */
    SILENT
  }

  private static final JsonMapper JSON = JsonMapper.shared();

  private final String text;
  private final List<Statement> statements;

  private PolicyDocument(String text, List<Statement> statements) {
    this.text = text;
    this.statements = statements;
  }

  /**
   * A policy of what its holder may do.
   *
   * @throws AwsError {@code MalformedPolicyDocument}
   */
  public static PolicyDocument ofAccess(String text) {
    PolicyDocument policy = parse(text);
    if (policy.statements.stream().anyMatch(statement -> !statement.principals().isEmpty())) {
      throw malformed("Policy document should not specify a principal.");
    }
    return policy;
  }

  /**
   * A policy of who may assume a role.
   *
   * @throws AwsError {@code MalformedPolicyDocument}
   */
  public static PolicyDocument ofTrust(String text) {
    PolicyDocument policy = parse(text);
    if (policy.statements.stream().anyMatch(statement -> statement.principals().isEmpty())) {
      throw malformed("Missing required field Principal");
    }
    return policy;
  }

  /** The document as it was given. */
  public String text() {
    return text;
  }

  /** What an access policy says about a request. */
  public Decision decide(AccessRequest request) {
    return decide(statements.stream().filter(statement -> statement.covers(request)).toList());
  }

  /** What a trust policy says about a caller. */
  public Decision decide(AccessRequest request, TrustedCaller caller) {
    return decide(
        statements.stream()
            .filter(statement -> statement.covers(request))
            .filter(statement ->
                statement.principals().nameExactly(caller)
                    || (statement.principals().nameAccount(caller)
                        && (caller.allowedByOwnPolicies() || !statement.allow())))
            .toList());
  }

  private static Decision decide(List<Statement> covering) {
    if (covering.stream().anyMatch(statement -> !statement.allow())) {
      return Decision.DENIED;
    }
    return covering.isEmpty() ? Decision.SILENT : Decision.ALLOWED;
  }

  private static PolicyDocument parse(String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JacksonException notJson) {
      throw malformed("This policy contains invalid Json");
    }
    if (!root.isObject()) {
      throw malformed("Syntax errors in policy.");
    }
    List<Statement> statements = new ArrayList<>();
    for (JsonNode statement : oneOrMany(root.path("Statement"))) {
      statements.add(statement(statement));
    }
    if (statements.isEmpty()) {
      throw malformed("Syntax errors in policy.");
    }
    return new PolicyDocument(text, List.copyOf(statements));
  }

  private static Statement statement(JsonNode node) {
    String effect = node.path("Effect").asString("");
    if (!effect.equals("Allow") && !effect.equals("Deny")) {
      throw malformed("Syntax errors in policy.");
    }
    Patterns actions = patterns(node, "Action");
    if (actions.patterns().isEmpty()) {
      throw malformed("Policy statement must contain actions.");
    }
    if (node.has("NotPrincipal")) {
      throw malformed("NotPrincipal is not allowed in this policy.");
    }
    Principals principals = Principals.of(node.path("Principal"));
    Patterns resources = patterns(node, "Resource");
    if (principals.isEmpty() && resources.patterns().isEmpty()) {
      throw malformed("Policy statement must contain resources.");
    }
    if (resources.patterns().isEmpty()) {
      resources = new Patterns(false, List.of("*"));
    }
    Patterns lowerCase =
        new Patterns(
            actions.negated(),
            actions.patterns().stream().map(action -> action.toLowerCase(Locale.ROOT)).toList());
    return new Statement(
        effect.equals("Allow"), lowerCase, resources, principals, conditions(node));
  }

  private static Patterns patterns(JsonNode statement, String name) {
    return statement.has("Not" + name)
        ? new Patterns(true, texts(statement.path("Not" + name)))
        : new Patterns(false, texts(statement.path(name)));
  }

  private static List<Condition> conditions(JsonNode statement) {
    List<Condition> conditions = new ArrayList<>();
    for (Map.Entry<String, JsonNode> block : statement.path("Condition").properties()) {
      if (!Condition.knows(block.getKey())) {
        throw malformed("Invalid Condition type : " + block.getKey() + ".");
      }
      for (Map.Entry<String, JsonNode> line : block.getValue().properties()) {
        conditions.add(Condition.of(block.getKey(), line.getKey(), texts(line.getValue())));
      }
    }
    return List.copyOf(conditions);
  }

  private static List<String> texts(JsonNode node) {
    return oneOrMany(node).stream().map(JsonNode::asString).toList();
  }

  private static List<JsonNode> oneOrMany(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    return node.isArray() ? List.copyOf(node.values()) : List.of(node);
  }

  private static AwsError malformed(String why) {
    return AwsError.client("MalformedPolicyDocument", why);
  }
}
