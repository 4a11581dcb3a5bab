package dev.nightjar.benchmarks.backfill;

import dev.nightjar.dynamodb.connection.AwsConnector;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.export.ObjectStore;
import dev.nightjar.proving.flights.AwsClients;
import java.net.URI;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket for exports at a local AWS, written to by its owner and read in a role. */
public final class ExportStore implements AutoCloseable {
  /** The bucket. */
  public static final String BUCKET = "orders-exports";

  private static final String TRUST =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
       "Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sts:AssumeRole",
       "Condition":{"StringEquals":{"sts:ExternalId":"bench"}}}]}\
      """;
  private static final String ACCESS =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],
       "Resource":["arn:aws:s3:::orders-exports/*"]}]}\
      """;

  private final S3Client owner;
  private final AwsConnector connector;
  private final TableConnection reader;

  /** Makes the bucket and the role. */
  public ExportStore(URI endpoint, String keyId, String secret) {
    StaticCredentialsProvider credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, secret));
    owner =
        S3Client.builder()
            .endpointOverride(endpoint)
            .forcePathStyle(true)
            .region(Region.of(AwsClients.REGION))
            .credentialsProvider(credentials)
            .build();
    String role;
    try (AwsClients clients = new AwsClients(endpoint, keyId, secret)) {
      clients.createBucket(BUCKET);
      role = clients.createRole("bench", TRUST, ACCESS);
    }
    connector = AwsConnector.builder().endpoint(endpoint).credentials(credentials).build();
    reader = connector.connect(new RoleTarget(role, AwsClients.REGION, List.of("bench")));
  }

  /** Writes objects. */
  public S3Client owner() {
    return owner;
  }

  /** Reads them. */
  public ObjectStore objects() {
    return reader.objects();
  }

  @Override
  public void close() {
    reader.close();
    connector.close();
    owner.close();
  }
}
