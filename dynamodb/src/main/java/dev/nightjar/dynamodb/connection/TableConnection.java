package dev.nightjar.dynamodb.connection;

import dev.nightjar.dynamodb.export.ExportClient;
import dev.nightjar.dynamodb.export.ObjectStore;
import dev.nightjar.dynamodb.scan.TableScanner;
import dev.nightjar.dynamodb.stream.StreamClient;
import dev.nightjar.dynamodb.table.TableInspector;
import dev.nightjar.dynamodb.table.TableSwitches;

/**
 * The ports for one role in one region. They are good until {@link #close()}, and for many threads.
 */
public interface TableConnection extends AutoCloseable {

  /** DynamoDB Streams. */
  StreamClient streams();

  /** Point-in-time exports. */
  ExportClient exports();

  /** Table descriptions and checks. */
  TableInspector tables();

  /** Items of tables as they are now. */
  TableScanner scans();

  /** Switches of tables. */
  TableSwitches switches();

  /**
   * Assumes the role now, if that has not been done: tells whether its trust policy allows it.
   *
   * @throws dev.nightjar.dynamodb.failure.AssumeRoleException if it does not; the message says what
   *     it must hold
   * @throws dev.nightjar.dynamodb.failure.AwsException if AWS could not be asked
   */
  void assumeRole();

  /** Rights that only an export would use. */
  RightsProbe rights();

  /** Amazon S3, for an export's files. */
  ObjectStore objects();

  @Override
  void close();
}
