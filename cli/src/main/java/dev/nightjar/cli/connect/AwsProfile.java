package dev.nightjar.cli.connect;

import dev.nightjar.cli.Environment;
import dev.nightjar.cli.UserException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.profiles.ProfileFile;

/** What the user's AWS settings say, read where AWS's own tools look. */
final class AwsProfile {

  private AwsProfile() {}

  /**
   * The region of {@code AWS_REGION}, {@code AWS_DEFAULT_REGION} or the profile in {@code
   * ~/.aws/config}; empty where none of them says one. No instance is asked: this may be a laptop.
   *
   * @throws UserException if that file cannot be read
   */
  static Optional<String> region(Environment environment) {
    return Stream.of("AWS_REGION", "AWS_DEFAULT_REGION")
        .flatMap(name -> Stream.ofNullable(environment.variables().get(name)))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .or(() -> ofFile(environment));
  }

  private static Optional<String> ofFile(Environment environment) {
    Path file =
        Optional.ofNullable(environment.variables().get("AWS_CONFIG_FILE"))
            .map(Path::of)
            .orElseGet(() -> environment.home().resolve(".aws/config"));
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return ProfileFile.builder()
          .content(file)
          .type(ProfileFile.Type.CONFIGURATION)
          .build()
          .profile(environment.variables().getOrDefault("AWS_PROFILE", "default"))
          .flatMap(profile -> profile.property("region"));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new UserException(
          file + " cannot be read: " + e.getMessage() + ". Mend it, or give --region.", e);
    }
  }
}
