package dev.nightjar.cli.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Hides the credentials of this machine from a process: all places where AWS's SDK looks. */
final class AwsVariables {

  private static final List<String> CREDENTIALS =
      List.of(
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "AWS_PROFILE",
          "AWS_DEFAULT_PROFILE",
          "AWS_ROLE_ARN",
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");

  private AwsVariables() {}

  /**
   * Takes them out of an environment; where the files of {@code ~/.aws} would be looked for is
   * nothing, and the machine's metadata service is not asked.
   *
   * @param nothing a folder without such files
   */
  static void hide(Map<String, String> environment, Path nothing) {
    CREDENTIALS.forEach(environment::remove);
    environment.put("AWS_SHARED_CREDENTIALS_FILE", nothing.resolve("no-credentials").toString());
    environment.put("AWS_CONFIG_FILE", nothing.resolve("no-config").toString());
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
  }
}
