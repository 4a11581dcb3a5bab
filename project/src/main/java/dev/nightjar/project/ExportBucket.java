package dev.nightjar.project;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The S3 bucket that a table is exported to. Its name follows S3's rules for general purpose
 * buckets; those that were made before March 2018 in us-east-1 may also have capitals, underscores
 * and up to 255 characters.
 *
 * @param name the bare name
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">the
 *     rules</a>
 */
public record ExportBucket(String name) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern OLD_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,254}");
  private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:s3:::([^/]+)(/.*)?");
  private static final Pattern IP_ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
  private static final List<String> RESERVED_STARTS = List.of("xn--", "sthree-", "amzn-s3-demo-");
  private static final List<String> RESERVED_ENDS =
      List.of("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3");

  /**
   * Reads {@code bucket}, {@code s3://bucket} or {@code s3://bucket/}, which mean the same; a
   * prefix is refused.
   */
  public static Reading<ExportBucket> parse(String text) {
    String bare = text.startsWith("s3://") ? text.substring("s3://".length()) : text;
    if (bare.endsWith("/")) {
      bare = bare.substring(0, bare.length() - 1);
    }
    int slash = bare.indexOf('/');
    if (slash >= 0 && refusal(bare.substring(0, slash)).isEmpty()) {
      return new Reading.Refused<>(
          "`%s` has a prefix (`%s`) and exports take a bucket only. Write `%s`."
              .formatted(text, bare.substring(slash + 1), bare.substring(0, slash)));
    }
    Matcher arn = ARN.matcher(bare);
    if (arn.matches()) {
      return new Reading.Refused<>(
          "`%s` is a bucket's ARN. Give the name alone: `%s`.".formatted(text, arn.group(1)));
    }
    Optional<String> refusal = refusal(bare);
    return refusal.isEmpty()
        ? new Reading.Read<>(new ExportBucket(bare))
        : new Reading.Refused<>(
            "`%s` is not the name of an S3 bucket: %s. Give the name alone, for example `my-exports`."
                .formatted(text, refusal.get()));
  }

  /** What is odd about the name, though there may be such a bucket; empty if nothing is. */
  public Optional<String> remark() {
    return NAME.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            "`%s` is a name that S3 has given to no bucket since March 2018: buckets have 3 to 63 small letters, digits, hyphens and dots. See whether it is spelled right."
                .formatted(name));
  }

  private static Optional<String> refusal(String name) {
    if (!NAME.matcher(name).matches() && !OLD_NAME.matcher(name).matches()) {
      return Optional.of(
          "buckets have 3 to 63 small letters, digits, hyphens and dots, the first and the last a letter or a digit");
    }
    if (name.contains("..")) {
      return Optional.of("two dots do not stand together");
    }
    if (IP_ADDRESS.matcher(name).matches()) {
      return Optional.of("it must not look like an IP address");
    }
    return RESERVED_STARTS.stream()
        .filter(name::startsWith)
        .findFirst()
        .map(start -> "names that begin with `" + start + "` are S3's own")
        .or(() ->
            RESERVED_ENDS.stream()
                .filter(name::endsWith)
                .findFirst()
                .map(end -> "names that end with `" + end + "` are no general purpose buckets"));
  }
}
