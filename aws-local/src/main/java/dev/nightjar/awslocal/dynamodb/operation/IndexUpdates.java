package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.SecondaryIndex;
import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.item.AttributeType;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** GlobalSecondaryIndexUpdates of UpdateTable, checked against the table: to be done or not. */
final class IndexUpdates {

  private static final List<String> KINDS = List.of("Update", "Create", "Delete");

  private final List<Consumer<Table>> steps = new ArrayList<>();

  private IndexUpdates() {}

  /**
   * @throws AwsError ValidationException for what is no update of this table,
   *     LimitExceededException for more than one index made or deleted, ResourceNotFoundException
   *     for an index that is not there
   */
  static IndexUpdates of(Input input, List<Input> updates, Table table) {
    var steps = new IndexUpdates();
    Set<String> names = new HashSet<>();
    int madeOrDeleted = 0;
    for (Input update : updates) {
      List<String> kinds = KINDS.stream().filter(update::has).toList();
      if (kinds.size() != 1) {
        throw KeySchemas.invalid(
            "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create,"
                + " GlobalSecondaryIndexUpdate.Delete must not be null");
      }
      String kind = kinds.getFirst();
      Input one = update.requiredObject(kind);
      String name = TableNames.wellFormed(one.requiredString("IndexName"), one, "IndexName");
      if (!names.add(name)) {
        throw KeySchemas.invalid(
            "Only one global secondary index update per index is allowed simultaneously. Index: "
                + name);
      }
      madeOrDeleted += kind.equals("Update") ? 0 : 1;
      steps.add(kind, name, one, input, table);
    }
    if (madeOrDeleted > 1) {
      throw AwsError.client(
          "LimitExceededException",
          "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously"
              + " per table");
    }
    return steps;
  }

  void apply(Table table) {
    steps.forEach(step -> step.accept(table));
  }

  private void add(String kind, String name, Input one, Input input, Table table) {
    if (kind.equals("Create")) {
      create(name, one, input, table);
      return;
    }
    SecondaryIndex index =
        table
            .definition()
            .index(name)
            .filter(SecondaryIndex::global)
            .orElseThrow(IndexInput::absent);
    if (kind.equals("Delete")) {
      steps.add(changed -> changed.removeIndex(name));
    } else {
      boolean onDemand = TableInput.update(input, table.settings()).onDemand();
      SecondaryIndex other = index.withThroughput(TableInput.throughput(one, onDemand));
      steps.add(changed -> changed.changeIndex(other));
    }
  }

  private void create(String name, Input one, Input input, Table table) {
    if (table.definition().index(name).isPresent()) {
      throw AwsError.validation("Attempting to create an index which already exists: " + name);
    }
    Map<String, AttributeType> types = new LinkedHashMap<>(table.definition().attributes());
    if (input.has("AttributeDefinitions")) {
      KeySchemas.readDefinitions(input)
          .forEach((attribute, type) -> {
            AttributeType before = types.putIfAbsent(attribute, type);
            if (before != null && before != type) {
              throw KeySchemas.invalid(
                  "Attributes cannot be redefined. Please check that your attribute has the same"
                      + " type as previously defined. Existing schema: "
                      + attribute
                      + ":"
                      + before
                      + " New schema: "
                      + attribute
                      + ":"
                      + type);
            }
          });
    }
    boolean onDemand = TableInput.update(input, table.settings()).onDemand();
    SecondaryIndex index = IndexInput.global(one, types, onDemand);
    long global = table.definition().indexes().stream().filter(SecondaryIndex::global).count();
    IndexInput.requireGlobalAtMost((int) global + 1);
    steps.add(changed -> changed.addIndex(index, types));
  }
}
