package dev.nightjar.awslocal.iam;

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
    Principals principals,
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
}
