package dev.nightjar.awslocal;

import java.net.URI;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** AWS's own clients, pointed at a stand-in; they do not retry, so that a test sees each answer. */
public record Clients(URI endpoint, AwsCredentials credentials, Region region) {

  /** For the account's own key of {@link AwsLocalOptions#defaults()}. */
  public static Clients of(AwsLocal aws) {
    return new Clients(
        aws.endpoint(), AwsBasicCredentials.create("test", "test"), Region.EU_WEST_1);
  }

  public Clients as(String id, String secret) {
    return new Clients(endpoint, AwsBasicCredentials.create(id, secret), region);
  }

  public Clients as(Credentials session) {
    return new Clients(
        endpoint,
        AwsSessionCredentials.create(
            session.accessKeyId(), session.secretAccessKey(), session.sessionToken()),
        region);
  }

  public Clients in(Region other) {
    return new Clients(endpoint, credentials, other);
  }

  public StsClient sts() {
    return set(StsClient.builder());
  }

  public StsClient sts(Consumer<ClientOverrideConfiguration.Builder> change) {
    return set(StsClient.builder(), change);
  }

  public IamClient iam() {
    return set(IamClient.builder());
  }

  public DynamoDbClient dynamoDb() {
    return set(DynamoDbClient.builder());
  }

  public DynamoDbStreamsClient streams() {
    return set(DynamoDbStreamsClient.builder());
  }

  public S3Client s3() {
    return set(S3Client.builder().forcePathStyle(true));
  }

  private <B extends AwsClientBuilder<B, C>, C> C set(B builder) {
    return set(builder, o -> {});
  }

  private <B extends AwsClientBuilder<B, C>, C> C set(
      B builder, Consumer<ClientOverrideConfiguration.Builder> change) {
    return builder
        .endpointOverride(endpoint)
        .region(region)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .overrideConfiguration(o -> change.accept(o.retryStrategy(AwsRetryStrategy.doNotRetry())))
        .build();
  }
}
