package dev.nightjar.dynamodb.connection;

import dev.nightjar.dynamodb.export.ExportClient;
import dev.nightjar.dynamodb.export.ObjectStore;
import dev.nightjar.dynamodb.scan.TableScanner;
import dev.nightjar.dynamodb.stream.StreamClient;
import dev.nightjar.dynamodb.table.TableInspector;
import dev.nightjar.dynamodb.table.TableSwitches;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** The ports over the SDK's clients. */
record AwsTableConnection(
    RoleTarget target,
    RoleCredentials credentials,
    StsClient sts,
    DynamoDbClient dynamodb,
    DynamoDbStreamsClient dynamodbStreams,
    S3Client s3)
    implements TableConnection {

  @Override
  public StreamClient streams() {
    return new AwsStreamClient(dynamodbStreams);
  }

  @Override
  public ExportClient exports() {
    return new AwsExportClient(dynamodb);
  }

  @Override
  public TableInspector tables() {
    return new AwsTableInspector(dynamodb, target);
  }

  @Override
  public TableScanner scans() {
    return new AwsTableScanner(dynamodb, target);
  }

  @Override
  public TableSwitches switches() {
    return new AwsTableSwitches(dynamodb, target);
  }

  @Override
  public RightsProbe rights() {
    return new AwsRightsProbe(dynamodb, s3);
  }

  @Override
  public void assumeRole() {
    credentials.resolveCredentials();
  }

  @Override
  public ObjectStore objects() {
    return new S3ObjectStore(s3);
  }

  @Override
  public void close() {
    s3.close();
    dynamodbStreams.close();
    dynamodb.close();
    sts.close();
  }
}
