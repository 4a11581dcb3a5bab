package dev.nightjar.dynamodb.connection;

import dev.nightjar.dynamodb.failure.MissingCredentialsException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** This machine's own credentials; where there are none, it says so in our words. */
final class LocalCredentials implements AwsCredentialsProvider {
  private final AwsCredentialsProvider chain;

  LocalCredentials(AwsCredentialsProvider chain) {
    this.chain = chain;
  }

  /** Whether there are any. */
  boolean present() {
    try {
      resolveCredentials();
      return true;
    } catch (MissingCredentialsException none) {
      return false;
    }
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return chain.resolveCredentials();
    } catch (SdkClientException none) {
      throw new MissingCredentialsException(
          "AssumeRole",
          "",
          "No AWS credentials were found on this machine. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or any other"
              + " source of the AWS SDK's default chain, and start again.",
          none);
    }
  }
}
