package dev.nightjar.dynamodb.connection;

import dev.nightjar.dynamodb.failure.RejectedException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
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
  private final Clock clock;

  AwsClients(SdkHttpClient http, Optional<URI> endpoint, Timeouts timeouts, Clock clock) {
    this.http = http;
    this.endpoint = endpoint;
    this.timeouts = timeouts;
    this.clock = clock;
  }

  StsClient sts(AwsCredentialsProvider credentials, Region region) {
    return built(configure(StsClient.builder(), credentials, region));
  }

  DynamoDbClient dynamodb(RoleCredentials credentials, Region region) {
    return built(
        configure(
            DynamoDbClient.builder().endpointDiscoveryEnabled(false),
            credentials,
            region,
            new RecordCapture(),
            new EndedSessions(credentials)));
  }

  DynamoDbStreamsClient streams(RoleCredentials credentials, Region region) {
    return built(
        configure(
            DynamoDbStreamsClient.builder(),
            credentials,
            region,
            new RecordCapture(),
            new EndedSessions(credentials)));
  }

  S3Client s3(RoleCredentials credentials, Region region) {
    S3ClientBuilder builder =
        configure(S3Client.builder(), credentials, region, new EndedSessions(credentials));
    // Or the SDK has S3 append an MD5 to each object and computes it, too: every object that is
    // read here is compared with an MD5 of the export's own.
    builder.responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    // The bucket of an export may be in another region than the table.
    S3Client client = built(builder.crossRegionAccessEnabled(true));
    if (client.serviceClientConfiguration().endpointOverride().isEmpty()) {
      return client;
    }
    client.close();
    return builder.crossRegionAccessEnabled(false).forcePathStyle(true).build();
  }

  /**
   * The client, unless the SDK's settings send it to what is no address: the SDK says so with each
   * call at the earliest, and not always in words.
   */
  private static <C extends SdkClient> C built(AwsClientBuilder<?, C> builder) {
    C client;
    try {
      client = builder.build();
    } catch (RuntimeException e) {
      // an SdkClientException, or whatever the SDK meets when it makes a URI of it
      throw unusable(e.getMessage(), e);
    }
    client
        .serviceClientConfiguration()
        .endpointOverride()
        .filter(address -> !isOfHttp(address))
        .ifPresent(address -> {
          client.close();
          throw unusable("'" + address + "' is not the address of a service", null);
        });
    return client;
  }

  private static boolean isOfHttp(URI address) {
    return address.getHost() != null
        && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()));
  }

  private static RejectedException unusable(String why, RuntimeException cause) {
    return new RejectedException(
        "",
        "",
        "The settings of the AWS SDK cannot be used: "
            + why
            + ". AWS_ENDPOINT_URL, and its like for one service, look like http://localhost:4566."
            + " Correct it, and start the server again.",
        cause);
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
    override.addExecutionInterceptor(new DatedAnswers(clock));
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
