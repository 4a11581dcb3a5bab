package dev.nightjar.dynamodb.connection;

import dev.nightjar.dynamodb.export.ExportClient;
import dev.nightjar.dynamodb.export.ObjectStore;
import dev.nightjar.dynamodb.stream.StreamClient;
import dev.nightjar.dynamodb.table.TableInspector;

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

  /** Amazon S3, for an export's files. */
  ObjectStore objects();

  @Override
  void close();
}
