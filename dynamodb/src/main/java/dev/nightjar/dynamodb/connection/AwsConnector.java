package dev.nightjar.dynamodb.connection;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Connections to AWS: credentials by the SDK's default chain, the tables' roles assumed with them,
 * one pool of sockets for all. Endpoints may be redirected by the SDK's own settings, as
 * environment variables ({@code AWS_ENDPOINT_URL}, {@code AWS_ENDPOINT_URL_DYNAMODB}, {@code
 * AWS_ENDPOINT_URL_DYNAMODB_STREAMS}, {@code AWS_ENDPOINT_URL_S3}, {@code AWS_ENDPOINT_URL_STS}) or
 * as system properties ({@code aws.endpointUrl}, {@code aws.endpointUrlDynamoDb}, {@code
 * aws.endpointUrlDynamoDbStreams}, {@code aws.endpointUrlS3}, {@code aws.endpointUrlSts}); S3 is
 * spoken to path-style then.
 */
public final class AwsConnector implements Connector {
  private static final Region ANY_REGION = Region.US_EAST_1;

  private final SdkHttpClient http;
  private final AwsClients clients;
  private final LocalCredentials credentials;
  private final LongSupplier nanoTime;

  private AwsConnector(Builder builder) {
    http =
        Apache5HttpClient.builder()
            .maxConnections(builder.maximumConnections)
            .connectionTimeout(Duration.ofSeconds(5))
            .connectionAcquisitionTimeout(Duration.ofSeconds(30))
            .socketTimeout(builder.timeouts.silence())
            .build();
    clients = new AwsClients(http, builder.endpoint, builder.timeouts, builder.clock);
    nanoTime = builder.nanoTime;
    credentials =
        new LocalCredentials(
            builder.credentials.orElseGet(() -> DefaultCredentialsProvider.builder().build()));
  }

  /** For other settings than the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public TableConnection connect(RoleTarget target) {
    if (target.region().isBlank()) {
      throw new IllegalArgumentException("no region to connect to for role " + target.roleArn());
    }
    Region region = Region.of(target.region());
    StsClient sts = clients.sts(credentials, region);
    var role = new RoleCredentials(sts, target, () -> account(sts), nanoTime);
    return new AwsTableConnection(
        target,
        role,
        sts,
        clients.dynamodb(role, region),
        clients.streams(role, region),
        clients.s3(role, region));
  }

  @Override
  public boolean hasCredentials() {
    return credentials.present();
  }

  @Override
  public String callerAccount() {
    try (StsClient sts = clients.sts(credentials, defaultRegion())) {
      return account(sts);
    }
  }

  private static String account(StsClient sts) {
    return AwsFailures.callAsMachine(
        "sts:GetCallerIdentity",
        "this machine's credentials",
        () -> sts.getCallerIdentity().account());
  }

  private static Region defaultRegion() {
    try {
      return new DefaultAwsRegionProviderChain().getRegion();
    } catch (SdkClientException none) {
      // Who one is can be asked anywhere.
      return ANY_REGION;
    }
  }

  /** Closes the sockets; connections that were made are of no use after that. */
  @Override
  public void close() {
    http.close();
  }

  /** Settings of a connector. */
  public static final class Builder {
    private Optional<URI> endpoint = Optional.empty();
    private Optional<AwsCredentialsProvider> credentials = Optional.empty();
    private int maximumConnections = 512;
    private Timeouts timeouts = Timeouts.STANDARD;
    private LongSupplier nanoTime = System::nanoTime;
    private Clock clock = Clock.systemUTC();

    private Builder() {}

    /** One address for every service, instead of the SDK's settings. */
    public Builder endpoint(URI address) {
      endpoint = Optional.of(address);
      return this;
    }

    /** Credentials, instead of the default chain's. */
    public Builder credentials(AwsCredentialsProvider provider) {
      credentials = Optional.of(provider);
      return this;
    }

    /**
     * How many sockets at most, 512 unless set; a shard being polled uses one while it waits for
     * its answer.
     */
    public Builder maximumConnections(int count) {
      maximumConnections = count;
      return this;
    }

    /** How long to wait for AWS, {@link Timeouts#STANDARD} unless set. */
    public Builder timeouts(Timeouts others) {
      timeouts = others;
      return this;
    }

    /** What sessions of roles are timed by, {@link System#nanoTime} unless set. */
    public Builder nanoTime(LongSupplier counter) {
      nanoTime = counter;
      return this;
    }

    /**
     * What the answers of a stand-in are dated by that does not date them itself, the system's
     * unless set.
     */
    public Builder clock(Clock other) {
      clock = other;
      return this;
    }

    /** The connector. */
    public AwsConnector build() {
      return new AwsConnector(this);
    }
  }
}
