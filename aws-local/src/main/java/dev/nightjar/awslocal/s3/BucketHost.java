package dev.nightjar.awslocal.s3;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Buckets in the names of hosts ("Virtual hosting of general purpose buckets"): {@code
 * BUCKET.s3.REGION.amazonaws.com}, {@code BUCKET.s3.} and any other name, {@code BUCKET.localhost}.
 * A host of any other form names no bucket.
 */
final class BucketHost {

  private static final Pattern WITH_BUCKET =
      Pattern.compile("(?<bucket>.+?)\\.(s3[.-].+|localhost|localhost\\.localdomain)");
  private static final Pattern SERVICE = Pattern.compile("s3([.-].*)?");

  private BucketHost() {}

  /** The bucket that a Host header names. */
  static Optional<String> bucket(String host) {
    String name = host.replaceFirst(":[0-9]+$", "");
    Matcher matcher = WITH_BUCKET.matcher(name);
    return SERVICE.matcher(name).matches() || !matcher.matches()
        ? Optional.empty()
        : Optional.of(matcher.group("bucket"));
  }
}
