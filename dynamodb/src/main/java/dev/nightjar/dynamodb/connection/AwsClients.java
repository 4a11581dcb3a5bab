package dev.nightjar.dynamodb.connection;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;

/** Makes the SDK's clients, all over one pool of sockets. */
final class AwsClients {
  // Few: whoever calls waits and asks again with a pause of its own, and counts.
  private static final int ATTEMPTS = 3;

  private final SdkHttpClient http;
  private final Optional<URI> endpoint;
  private final Timeouts timeouts;

  AwsClients(SdkHttpClient http, Optional<URI> endpoint, Timeouts timeouts) {
    this.http = http;
    this.endpoint = endpoint;
    this.timeouts = timeouts;
  }

  StsClient sts(AwsCredentialsProvider credentials, Region region) {
    return configure(StsClient.builder(), credentials, region).build();
  }

  DynamoDbClient dynamodb(RoleCredentials credentials, Region region) {
    return configure(
            DynamoDbClient.builder().endpointDiscoveryEnabled(false),
            credentials,
            region,
            new RecordCapture(),
            new EndedSessions(credentials))
        .build();
  }

  DynamoDbStreamsClient streams(RoleCredentials credentials, Region region) {
    return configure(
            DynamoDbStreamsClient.builder(),
            credentials,
            region,
            new RecordCapture(),
            new EndedSessions(credentials))
        .build();
  }

  S3Client s3(RoleCredentials credentials, Region region) {
    S3ClientBuilder builder =
        configure(S3Client.builder(), credentials, region, new EndedSessions(credentials));
    // The bucket of an export may be in another region than the table.
    S3Client client = builder.crossRegionAccessEnabled(true).build();
    if (client.serviceClientConfiguration().endpointOverride().isEmpty()) {
      return client;
    }
    client.close();
    return builder.crossRegionAccessEnabled(false).forcePathStyle(true).build();
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configure(
      B builder,
      AwsCredentialsProvider credentials,
      Region region,
      ExecutionInterceptor... interceptors) {
    ClientOverrideConfiguration.Builder override =
        ClientOverrideConfiguration.builder()
            .apiCallAttemptTimeout(timeouts.attempt())
            .apiCallTimeout(timeouts.call())
            .retryStrategy(
                AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(ATTEMPTS).build());
    override.addExecutionInterceptor(new DatedAnswers(Clock.systemUTC()));
    List.of(interceptors).forEach(override::addExecutionInterceptor);
    builder
        .credentialsProvider(credentials)
        .region(region)
        .httpClient(http)
        .overrideConfiguration(override.build());
    endpoint.ifPresent(builder::endpointOverride);
    return builder;
  }
}
