package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.failure.AwsException;

/** Short codes for what is tried again. */
final class Causes {
  private Causes() {}

  /** What was asked of AWS, then AWS's code for what went wrong, or its kind where it has none. */
  static String of(String asked, AwsException failure) {
    String code = failure.awsCode();
    return asked + ":" + (code.isEmpty() ? failure.getClass().getSimpleName() : code);
  }
}
