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
  private final PolicyPaper paper;

  RoleDialogue(Interview interview, PolicyPaper paper) {
    this.interview = interview;
    this.paper = paper;
  }

  /** Leads to the access policy, or shows what makes the whole role. */
  void first(RolePolicies policies, String table) {
    paper.write(policies).forEach(file -> interview.say("✓ " + file + " written"));
    if (paper.isCode()) {
      interview.say("\nThis makes the role and its policies:\n");
      paper.forms(policies, table).forEach(interview::say);
      interview.pause(ROLE);
      return;
    }
    interview.say(
        """

        Step 1 of 3: the access policy, which says what Nightjar may do in your account
          AWS console: IAM > Policies > Create policy > JSON. Paste this, and name the policy,
          for example %s.

        %s
        """
            .formatted(PolicyForms.roleName(table), Json.pretty(policies.access())));
    interview.pause(ROLE);
  }

  /** Leads to the role, unless that was shown already. */
  void second(RolePolicies policies, String table) {
    if (paper.isCode()) {
      return;
    }
    interview.say(
        """

        Step 2 of 3: the role, with the trust policy that says who may assume it
          AWS console: IAM > Roles > Create role > Custom trust policy. Paste this, attach the
          policy of step 1, and name the role, for example %s.

        %s
        """
            .formatted(PolicyForms.roleName(table), Json.pretty(policies.trust())));
    interview.pause(ROLE);
    interview.say("\nStep 3 of 3: copy the role's ARN from its page in the console");
  }

  /** The role's ARN. */
  String role(Optional<String> given) {
    return interview.answer(ROLE, given, AnswerChecks::roleArn);
  }

  /** Another one. */
  String anotherRole() {
    return role(Optional.empty());
  }
}
