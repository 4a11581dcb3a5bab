package dev.nightjar.cli.connect;

import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.prompt.Interview;
import dev.nightjar.cli.prompt.Question;
import java.util.Optional;

/** Leads through making the role in AWS, and asks for its ARN. */
final class RoleDialogue {

  private static final Question ROLE =
      new Question(
          "--role-arn", "ARN of the role, such as arn:aws:iam::123456789012:role/nightjar-orders");

  private final Interview interview;

  RoleDialogue(Interview interview) {
    this.interview = interview;
  }

  /** The role's ARN; the policies are shown only where it is not given. */
  String role(RolePolicies policies, String table, Optional<String> given) {
    if (given.isEmpty() && interview.asks()) {
      show(policies, table.equals(AnswerChecks.ANY) ? "dynamodb" : table);
    }
    return interview.answer(ROLE, given, AnswerChecks::roleArn);
  }

  /** Another one. */
  String anotherRole() {
    return interview.answer(ROLE, Optional.empty(), AnswerChecks::roleArn);
  }

  private void show(RolePolicies policies, String suffix) {
    interview.say(
        """

        Step 1 of 3: the access policy, which says what Nightjar may do in your account
          AWS console: IAM > Policies > Create policy > JSON. Paste this, and name the policy,
          for example nightjar-%s.

        %s
        """
            .formatted(suffix, Json.pretty(policies.access())));
    interview.pause(ROLE);
    interview.say(
        """

        Step 2 of 3: the role, with the trust policy that says who may assume it
          AWS console: IAM > Roles > Create role > Custom trust policy. Paste this, attach the
          policy of step 1, and name the role, for example nightjar-%s.

        %s

          A second Nightjar server can use the same role: add the Principal and the external ID that
          `nightjar connection policy --host URL` prints for it to the two lists.
        """
            .formatted(suffix, Json.pretty(policies.trust())));
    interview.pause(ROLE);
    interview.say("\nStep 3 of 3: copy the role's ARN from its page in the console");
  }
}
