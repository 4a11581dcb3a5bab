package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.IndexState;
import dev.nightjar.awslocal.dynamodb.SecondaryIndex;
import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.TableDefinition;
import dev.nightjar.awslocal.dynamodb.TableMetadata;
import dev.nightjar.awslocal.dynamodb.TableSettings;
import dev.nightjar.awslocal.dynamodb.Throughput;
import dev.nightjar.awslocal.stream.StreamIdentity;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the TableDescription of answers. */
final class TableDescription {

  private TableDescription() {}

  /** The table as it is. */
  static ObjectNode of(Table table) {
    return of(table, table.status());
  }

  /** The table with a status that it just came to have. */
  static ObjectNode of(Table table, String status) {
    TableDefinition definition = table.definition();
    TableMetadata metadata = table.metadata();
    ObjectNode to = ofDeleted(table, status);
    ArrayNode attributes = to.putArray("AttributeDefinitions");
    definition
        .attributes()
        .forEach((name, type) ->
            attributes.addObject().put("AttributeName", name).put("AttributeType", type.name()));
    KeySchemas.write(definition.keys(), to.putArray("KeySchema"));
    to.put("CreationDateTime", metadata.creation().toEpochMilli() / 1000.0);
    indexes(table, false, to);
    indexes(table, true, to);
    return to;
  }

  /** What DeleteTable answers with: without keys, attributes and indexes. */
  static ObjectNode ofDeleted(Table table, String status) {
    TableMetadata metadata = table.metadata();
    TableSettings settings = table.settings();
    ObjectNode to = JsonNodeFactory.instance.objectNode();
    to.put("TableName", metadata.name());
    to.put("TableStatus", status);
    throughput(settings.throughput(), to.putObject("ProvisionedThroughput"));
    to.put("TableSizeBytes", metadata.sizeBytes());
    to.put("ItemCount", metadata.itemCount());
    to.put("TableArn", metadata.arn());
    to.put("TableId", metadata.tableId());
    if (settings.onDemand()) {
      to.putObject("BillingModeSummary")
          .put("BillingMode", "PAY_PER_REQUEST")
          .put("LastUpdateToPayPerRequestDateTime", table.onDemandSince().toEpochMilli() / 1000.0);
    }
    table.stream()
        .ifPresent(stream ->
            to.putObject("StreamSpecification")
                .put("StreamEnabled", true)
                .put("StreamViewType", stream.identity().view().name()));
    table
        .latestStream()
        .ifPresent(stream -> {
          StreamIdentity identity = stream.identity();
          to.put("LatestStreamLabel", identity.label());
          to.put("LatestStreamArn", identity.arn());
        });
    if (!settings.tableClass().equals("STANDARD")) {
      to.putObject("TableClassSummary").put("TableClass", settings.tableClass());
    }
    to.put("DeletionProtectionEnabled", settings.deletionProtection());
    return to;
  }

  private static void indexes(Table table, boolean global, ObjectNode to) {
    List<SecondaryIndex> indexes =
        table.definition().indexes().stream().filter(index -> index.global() == global).toList();
    if (indexes.isEmpty()) {
      return;
    }
    ArrayNode list = to.putArray(global ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes");
    for (SecondaryIndex index : indexes) {
      ObjectNode node = list.addObject();
      node.put("IndexName", index.name());
      KeySchemas.write(index.keys(), node.putArray("KeySchema"));
      ObjectNode projection = node.putObject("Projection");
      projection.put("ProjectionType", index.projectionType());
      if (!index.nonKeyAttributes().isEmpty()) {
        ArrayNode names = projection.putArray("NonKeyAttributes");
        index.nonKeyAttributes().forEach(names::add);
      }
      IndexState state = table.index(index);
      node.put("IndexSizeBytes", state.sizeBytes());
      node.put("ItemCount", state.itemCount());
      if (global) {
        node.put("IndexStatus", state.status());
        if (state.status().equals("CREATING") && !table.status().equals("CREATING")) {
          node.put("Backfilling", true);
        }
        throughput(index.throughput(), node.putObject("ProvisionedThroughput"));
      }
      node.put("IndexArn", table.definition().arn() + "/index/" + index.name());
    }
  }

  private static void throughput(Throughput throughput, ObjectNode to) {
    to.put("NumberOfDecreasesToday", 0);
    to.put("ReadCapacityUnits", throughput.read());
    to.put("WriteCapacityUnits", throughput.write());
  }
}
