package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.dynamodb.expression.Path.Step;
import java.util.List;

/** Paths of one expression must not get in each other's way. */
final class PathRules {

  private PathRules() {}

  /**
   * @throws dev.nightjar.awslocal.operation.AwsError ValidationException if one path leads into
   *     another one, or two take the same value for a list and for a map
   */
  static void requireApart(ExpressionKind kind, List<Path> paths) {
    for (int later = 1; later < paths.size(); later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        requireApart(kind, paths.get(earlier), paths.get(later));
      }
    }
  }

  private static void requireApart(ExpressionKind kind, Path one, Path two) {
    int shared = Math.min(one.steps().size(), two.steps().size());
    for (int at = 0; at < shared; at++) {
      Step a = one.steps().get(at);
      Step b = two.steps().get(at);
      if (!a.getClass().equals(b.getClass())) {
        throw kind.invalid(
            "Two document paths conflict with each other; must remove or rewrite one of these"
                + " paths; "
                + both(one, two));
      }
      if (!a.equals(b)) {
        return;
      }
    }
    throw kind.invalid(
        "Two document paths overlap with each other; must remove or rewrite one of these paths; "
            + both(one, two));
  }

  private static String both(Path one, Path two) {
    return "path one: " + one + ", path two: " + two;
  }
}
