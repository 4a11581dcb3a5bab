package dev.nightjar.awslocal.iam;

import dev.nightjar.awslocal.operation.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The Principal of a trust policy's statement ("AWS JSON policy elements: Principal"): accounts by
 * number or root ARN, users, roles, sessions, everybody, and services, which are never who calls
 * here.
 *
 * @param aws what stands under {@code AWS}, or {@code *}
 * @param others what stands under {@code Service}, {@code Federated} and {@code CanonicalUser}
 */
record Principals(List<String> aws, List<String> others) {

  private static final Set<String> KINDS = Set.of("AWS", "Service", "Federated", "CanonicalUser");
  private static final Pattern AWS =
      Pattern.compile(
          "\\*|[0-9]{12}|arn:aws[a-z-]*:iam::[0-9]{12}:(root|user/[^*?]+|role/[^*?]+)"
              + "|arn:aws[a-z-]*:sts::[0-9]{12}:(assumed-role/[^*?]+/[^*?]+|federated-user/[^*?]+)"
              + "|A(IDA|ROA)[A-Z0-9]+");

  /** No principal: an access policy's. */
  static final Principals NONE = new Principals(List.of(), List.of());

  /**
   * Reads a Principal; {@link #NONE} if it is missing.
   *
   * @throws AwsError {@code MalformedPolicyDocument}
   */
  static Principals of(JsonNode node) {
    if (node.isMissingNode()) {
      return NONE;
    }
    if (node.isString()) {
      if (!node.stringValue().equals("*")) {
        throw invalid("AWS", node.stringValue());
      }
      return new Principals(List.of("*"), List.of());
    }
    List<String> aws = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Map.Entry<String, JsonNode> kind : node.properties()) {
      for (JsonNode name : kind.getValue().isArray() ? kind.getValue() : List.of(kind.getValue())) {
        add(kind.getKey(), name.asString(""), aws, others);
      }
    }
    return new Principals(List.copyOf(aws), List.copyOf(others));
  }

  private static void add(String kind, String name, List<String> aws, List<String> others) {
    if (!KINDS.contains(kind) || kind.equals("AWS") && !AWS.matcher(name).matches()) {
      throw invalid(kind, name);
    }
    (kind.equals("AWS") ? aws : others).add(name);
  }

  boolean isEmpty() {
    return aws.isEmpty() && others.isEmpty();
  }

  /** Whether one of them is the caller itself, by one of its names, or everybody. */
  boolean nameExactly(TrustedCaller caller) {
    return aws.stream().anyMatch(name -> name.equals("*") || caller.names().contains(name));
  }

  /** Whether one of them is the caller's account. */
  boolean nameAccount(TrustedCaller caller) {
    return aws.contains(caller.account())
        || aws.contains("arn:aws:iam::" + caller.account() + ":root");
  }

  private static AwsError invalid(String kind, String name) {
    return AwsError.client(
        "MalformedPolicyDocument",
        "Invalid principal in policy: \"" + kind + "\":\"" + name + "\"");
  }
}
