package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.operation.TableInput.StreamRequest;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * UpdateTable: the stream on or off, billing, throughput, class, protection, and global indexes.
 */
final class UpdateTable implements Operation {

  private static final List<String> SETTINGS =
      List.of("BillingMode", "ProvisionedThroughput", "TableClass", "DeletionProtectionEnabled");
  private static final List<String> ABSENT =
      List.of("ReplicaUpdates", "MultiRegionConsistency", "GlobalTableWitnessUpdates");

  private final TableStore tables;

  UpdateTable(TableStore tables) {
    this.tables = tables;
  }

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Input input = new Input(json);
    boolean settings = SETTINGS.stream().anyMatch(input::has);
    Optional<StreamRequest> stream = TableInput.stream(input);
    List<Input> indexes = input.objects("GlobalSecondaryIndexUpdates").orElse(List.of());
    TableNames.ofTable(input);
    for (String absent : ABSENT) {
      if (input.has(absent)) {
        throw AwsError.validation(absent + " is not supported by this stand-in for AWS");
      }
    }
    if (!settings && stream.isEmpty() && indexes.isEmpty()) {
      throw AwsError.validation(
          "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled,"
              + " GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required");
    }
    Table table = TableNames.existing(input, tables, caller);
    requireActive(table);
    table.locked(() -> {
      IndexUpdates updates = IndexUpdates.of(input, indexes, table);
      if (settings) {
        table.change(TableInput.update(input, table.settings()));
      }
      stream.ifPresent(request -> change(request, table));
      updates.apply(table);
      return table;
    });
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("TableDescription", TableDescription.of(table, "UPDATING"));
    return answer;
  }

  private void change(StreamRequest request, Table table) {
    request
        .view()
        .ifPresentOrElse(
            view -> table.enableStream(view, tables.streams()::start), table::disableStream);
  }

  static void requireActive(Table table) {
    String status = table.status();
    if (!status.equals("ACTIVE")) {
      throw AwsError.client(
          "ResourceInUseException",
          "Attempt to change a resource which is still in use: Table is being "
              + (status.equals("CREATING") ? "created: " : "updated: ")
              + table.definition().arn().name());
    }
  }
}
