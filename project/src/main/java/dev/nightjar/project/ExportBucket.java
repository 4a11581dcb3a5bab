package dev.nightjar.project;

import java.util.regex.Pattern;

/**
 * The S3 bucket that a table is exported to.
 *
 * @param name the bare name
 */
public record ExportBucket(String name) {
  // Buckets made before March 2018 may have capitals, underscores and up to 255 characters.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,254}");

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
    if (slash >= 0 && NAME.matcher(bare.substring(0, slash)).matches()) {
      return new Reading.Refused<>(
          "`%s` has a prefix (`%s`) and exports take a bucket only. Write `%s`."
              .formatted(text, bare.substring(slash + 1), bare.substring(0, slash)));
    }
    return NAME.matcher(bare).matches()
        ? new Reading.Read<>(new ExportBucket(bare))
        : new Reading.Refused<>(
            "`%s` is not the name of an S3 bucket. Give the name alone, for example `my-exports`."
                .formatted(text));
  }
}
