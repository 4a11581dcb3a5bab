package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.operation.OperationRegistry;
import dev.nightjar.awslocal.stream.StreamOperations;

/** The operations of DynamoDB and of DynamoDB Streams over one store. */
public final class DynamoDbOperations {

  private static final String PREFIX = "DynamoDB_20120810.";

  private DynamoDbOperations() {}

  /** Adds all of them. */
  public static void register(OperationRegistry registry, TableStore tables) {
    registry
        .register(PREFIX + "CreateTable", new CreateTable(tables))
        .register(PREFIX + "DescribeTable", new DescribeTable(tables))
        .register(PREFIX + "UpdateTable", new UpdateTable(tables))
        .register(PREFIX + "DeleteTable", new DeleteTable(tables))
        .register(PREFIX + "ListTables", new ListTables(tables))
        .register(PREFIX + "UpdateTimeToLive", new UpdateTimeToLive(tables))
        .register(PREFIX + "DescribeTimeToLive", new DescribeTimeToLive(tables))
        .register(PREFIX + "PutItem", new PutItem(tables))
        .register(PREFIX + "UpdateItem", new UpdateItem(tables))
        .register(PREFIX + "DeleteItem", new DeleteItem(tables))
        .register(PREFIX + "GetItem", new GetItem(tables))
        .register(PREFIX + "BatchGetItem", new BatchGetItem(tables))
        .register(PREFIX + "BatchWriteItem", new BatchWriteItem(tables))
        .register(PREFIX + "TransactWriteItems", new TransactWriteItems(tables))
        .register(PREFIX + "TransactGetItems", new TransactGetItems(tables))
        .register(PREFIX + "Query", new Query(tables))
        .register(PREFIX + "Scan", new Scan(tables));
    StreamOperations.register(registry, tables.streams(), tables.clock());
  }
}
