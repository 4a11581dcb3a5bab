package dev.nightjar.awslocal.iam;

import dev.nightjar.awslocal.operation.Caller;
import java.util.List;
import java.util.Locale;

/**
 * A statement of a policy.
 *
 * @param allow or deny
 * @param principals whom it names; empty in an access policy
 */
record Statement(
    boolean allow,
    Patterns actions,
    Patterns resources,
    List<String> principals,
    List<Condition> conditions) {

  /** Patterns of which one must match, or (negated: NotAction, NotResource) none may. */
  record Patterns(boolean negated, List<String> patterns) {

    boolean match(String text) {
      return patterns.stream().anyMatch(pattern -> Wildcards.matches(pattern, text)) != negated;
    }
  }

  boolean covers(AccessRequest request) {
    return actions.match(request.action().toLowerCase(Locale.ROOT))
        && resources.match(request.resource())
        && conditions.stream().allMatch(condition -> condition.holds(request));
  }

  /**
   * Whether a principal of the statement is the caller itself: its ARN, its role's, or everybody.
   */
  boolean namesExactly(Caller caller) {
    return principals.stream()
        .anyMatch(
            name -> name.equals("*") || name.equals(caller.arn()) || name.equals(role(caller)));
  }

  /** Whether a principal of the statement is the caller's account. */
  boolean namesAccount(Caller caller) {
    return principals.contains(caller.account())
        || principals.contains("arn:aws:iam::" + caller.account() + ":root");
  }

  private static String role(Caller caller) {
    return caller.principal() instanceof Caller.RoleSession session
        ? "arn:aws:iam::" + caller.account() + ":role/" + session.role()
        : caller.arn();
  }
}
