package dev.nightjar.cli;

import dev.nightjar.cli.connect.PolicyOutput;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that show the role's policies. */
final class PolicyOptions {

  @Option(
      names = "--write-policies",
      paramLabel = "DIR",
      description = "Write access-policy.json and trust-policy.json to that folder.")
  Optional<Path> folder = Optional.empty();

  @Option(names = "--terraform", description = "Print a Terraform configuration of the role.")
  boolean terraform;

  @Option(
      names = "--cloudformation",
      description = "Print a CloudFormation template of the role, in JSON.")
  boolean cloudFormation;

  @Option(names = "--aws-cli", description = "Print the commands that make the role.")
  boolean awsCli;

  PolicyOutput output() {
    return new PolicyOutput(folder, terraform, cloudFormation, awsCli);
  }
}
