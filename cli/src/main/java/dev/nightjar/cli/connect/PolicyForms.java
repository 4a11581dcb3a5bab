package dev.nightjar.cli.connect;

import dev.nightjar.cli.api.Json;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The role and its two policies in the forms that people make roles with. */
public final class PolicyForms {

  /** The longest name that IAM lets a role have. */
  private static final int LONGEST_NAME = 64;

  private static final String ACCESS_FILE = "access-policy.json";
  private static final String TRUST_FILE = "trust-policy.json";

  private PolicyForms() {}

  /** A name for the role and its policy, of characters that IAM allows. */
  public static String roleName(String table) {
    String name = "nightjar-" + (table.equals(AnswerChecks.ANY) ? "dynamodb" : table);
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  /** The file that {@code --write-policies} writes the access policy to. */
  public static String accessFile() {
    return ACCESS_FILE;
  }

  /** The file that {@code --write-policies} writes the trust policy to. */
  public static String trustFile() {
    return TRUST_FILE;
  }

  /** A Terraform configuration: role, policy, and the role's ARN as an output. */
  public static String terraform(RolePolicies policies, String name) {
    String label = name.replaceAll("[^A-Za-z0-9_]", "_").toLowerCase(Locale.ROOT);
    return """
    resource "aws_iam_role" "%1$s" {
      name = "%2$s"
      assume_role_policy = jsonencode(%3$s)
    }

    resource "aws_iam_policy" "%1$s" {
      name = "%2$s"
      policy = jsonencode(%4$s)
    }

    resource "aws_iam_role_policy_attachment" "%1$s" {
      role       = aws_iam_role.%1$s.name
      policy_arn = aws_iam_policy.%1$s.arn
    }

    output "%1$s_role_arn" {
      value = aws_iam_role.%1$s.arn
    }
    """
        .formatted(label, name, expression(policies.trust()), expression(policies.access()));
  }

  /** As an expression of Terraform's language, in the layout of its own formatter. */
  private static String expression(JsonNode document) {
    return Json.pretty(document)
        .replace("${", "$${")
        .replace("%{", "%%{")
        .replaceAll("(?m)^( *\"[^\"]+\"): ", "$1 : ")
        .replace("\n", "\n  ");
  }

  /** A CloudFormation template in JSON, with the role's ARN as an output. */
  public static String cloudFormation(RolePolicies policies, String name) {
    ObjectNode template = JsonNodeFactory.instance.objectNode();
    template.put("AWSTemplateFormatVersion", "2010-09-09");
    template.put(
        "Description",
        "The role that Nightjar reads a DynamoDB table with. It has a name, so that the stack is"
            + " made with --capabilities CAPABILITY_NAMED_IAM");
    ObjectNode resources = template.putObject("Resources");
    ObjectNode policy = resources.putObject("NightjarPolicy");
    policy.put("Type", "AWS::IAM::ManagedPolicy");
    ObjectNode policyProperties = policy.putObject("Properties");
    policyProperties.put("ManagedPolicyName", name);
    policyProperties.set("PolicyDocument", policies.access());
    ObjectNode role = resources.putObject("NightjarRole");
    role.put("Type", "AWS::IAM::Role");
    ObjectNode roleProperties = role.putObject("Properties");
    roleProperties.put("RoleName", name);
    roleProperties.set("AssumeRolePolicyDocument", policies.trust());
    roleProperties.putArray("ManagedPolicyArns").addObject().put("Ref", "NightjarPolicy");
    ObjectNode output = template.putObject("Outputs").putObject("RoleArn");
    output.putObject("Value").putArray("Fn::GetAtt").add("NightjarRole").add("Arn");
    return Json.pretty(template) + "\n";
  }

  /**
   * The commands of AWS's own command line, for a POSIX shell; the last line prints the role's ARN.
   *
   * @param folder where {@code --write-policies} has put the documents, or empty: they are in the
   *     commands then
   */
  public static String awsCli(RolePolicies policies, String name, String folder) {
    String prefix =
        folder.isEmpty() ? "" : folder.replaceFirst("/+$", "").replace("'", "'\\''") + "/";
    String documents =
        folder.isEmpty()
            ? document(ACCESS_FILE, policies.access()) + document(TRUST_FILE, policies.trust())
            : "";
    return """
    %1$spolicy_arn=$(aws iam create-policy --policy-name '%2$s' \\
      --policy-document 'file://%3$s%4$s' --query Policy.Arn --output text)
    role_arn=$(aws iam create-role --role-name '%2$s' \\
      --assume-role-policy-document 'file://%3$s%5$s' --query Role.Arn --output text)
    aws iam attach-role-policy --role-name '%2$s' --policy-arn "$policy_arn"
    echo "$role_arn"
    """
        .formatted(documents, name, prefix, ACCESS_FILE, TRUST_FILE);
  }

  private static String document(String file, JsonNode policy) {
    return "cat >" + file + " <<'JSON'\n" + Json.pretty(policy) + "\nJSON\n";
  }
}
