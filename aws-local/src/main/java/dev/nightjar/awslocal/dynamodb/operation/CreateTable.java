package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.SecondaryIndex;
import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.TableDefinition;
import dev.nightjar.awslocal.dynamodb.TableSettings;
import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.item.AttributeType;
import dev.nightjar.awslocal.dynamodb.key.KeyAttribute;
import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import dev.nightjar.awslocal.dynamodb.operation.TableInput.StreamRequest;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** CreateTable: a new table, CREATING in the answer, with a stream if one is asked for. */
final class CreateTable implements Operation {

  private final TableStore tables;

  CreateTable(TableStore tables) {
    this.tables = tables;
  }

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Input input = new Input(json);
    String name = TableNames.ofTable(input);
    Map<String, AttributeType> types = KeySchemas.readDefinitions(input);
    KeySchema keys = KeySchemas.read(input, types);
    TableSettings settings = TableInput.create(input);
    List<SecondaryIndex> indexes = IndexInput.ofTable(input, types, keys, settings.onDemand());
    requireAllUsed(types, keys, indexes);
    var definition =
        new TableDefinition(TableStore.arn(name, caller), keys, types, indexes, settings);
    Table table = tables.create(definition, TableInput.stream(input).flatMap(StreamRequest::view));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("TableDescription", TableDescription.of(table, "CREATING"));
    return answer;
  }

  private static void requireAllUsed(
      Map<String, AttributeType> types, KeySchema keys, List<SecondaryIndex> indexes) {
    Set<String> used =
        Stream.concat(Stream.of(keys), indexes.stream().map(SecondaryIndex::keys))
            .flatMap(schema -> schema.attributes().stream())
            .map(KeyAttribute::name)
            .collect(Collectors.toSet());
    if (used.size() != types.size()) {
      throw KeySchemas.invalid(
          indexes.isEmpty()
              ? "Number of attributes in KeySchema does not exactly match number of attributes"
                  + " defined in AttributeDefinitions"
              : "Some AttributeDefinitions are not used. AttributeDefinitions: "
                  + types.keySet()
                  + ", keys used: "
                  + used);
    }
  }
}
