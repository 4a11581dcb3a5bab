package dev.nightjar.dynamodb.connection;

import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
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

  AwsClients(SdkHttpClient http, Optional<URI> endpoint) {
    this.http = http;
    this.endpoint = endpoint;
  }

  StsClient sts(AwsCredentialsProvider credentials, Region region) {
    return configure(StsClient.builder(), credentials, region, _ -> {}).build();
  }

  DynamoDbClient dynamodb(AwsCredentialsProvider credentials, Region region) {
    return configure(
            DynamoDbClient.builder().endpointDiscoveryEnabled(false), credentials, region, _ -> {})
        .build();
  }

  DynamoDbStreamsClient streams(AwsCredentialsProvider credentials, Region region) {
    return configure(
            DynamoDbStreamsClient.builder(),
            credentials,
            region,
            override -> override.addExecutionInterceptor(new RecordCapture()))
        .build();
  }

  S3Client s3(AwsCredentialsProvider credentials, Region region) {
    S3ClientBuilder builder = configure(S3Client.builder(), credentials, region, _ -> {});
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
      Consumer<ClientOverrideConfiguration.Builder> more) {
    ClientOverrideConfiguration.Builder override =
        ClientOverrideConfiguration.builder()
            .retryStrategy(
                AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(ATTEMPTS).build());
    more.accept(override);
    builder
        .credentialsProvider(credentials)
        .region(region)
        .httpClient(http)
        .overrideConfiguration(override.build());
    endpoint.ifPresent(builder::endpointOverride);
    return builder;
  }
}
