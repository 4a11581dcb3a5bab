package dev.nightjar.cli.connect;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the role's policies are shown.
 *
 * @param folder where both are written as files, if anywhere
 * @param terraform whether as a Terraform configuration
 * @param cloudFormation whether as a CloudFormation template
 * @param awsCli whether as commands
 */
public record PolicyOutput(
    Optional<Path> folder, boolean terraform, boolean cloudFormation, boolean awsCli) {

  /** To be pasted into AWS's console. */
  public static final PolicyOutput CONSOLE =
      new PolicyOutput(Optional.empty(), false, false, false);

  /** Whether something else makes the role than the console. */
  boolean isCode() {
    return terraform || cloudFormation || awsCli;
  }
}
