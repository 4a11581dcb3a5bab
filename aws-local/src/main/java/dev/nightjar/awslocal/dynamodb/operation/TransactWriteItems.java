package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.key.ItemKey;
import dev.nightjar.awslocal.dynamodb.operation.ItemWrite.Outcome;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** TransactWriteItems: up to 100 writes and checks, all or none. */
final class TransactWriteItems implements Operation {

  private static final int MAX_ITEMS = 100;

  /** "The aggregate size of the items in the transaction cannot exceed 4 MB". */
  private static final long MAX_BYTES = 4L << 20;

  private static final List<String> ACTIONS = List.of("ConditionCheck", "Put", "Delete", "Update");

  private final TableStore tables;
  private final TransactionTokens tokens;

  TransactWriteItems(TableStore tables) {
    this.tables = tables;
    this.tokens = new TransactionTokens(tables.clock());
  }

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Input input = new Input(json);
    List<Input> items =
        input.objects("TransactItems").orElseThrow(() -> Input.missing("TransactItems"));
    if (items.isEmpty() || items.size() > MAX_ITEMS) {
      throw Input.constraint(
          "TransactItems",
          items.size() + " items",
          "Member must have length less than or equal to 100, Member must have length greater than"
              + " or equal to 1");
    }
    List<ItemWrite> writes = items.stream().map(item -> write(item, caller)).toList();
    requireDistinct(writes);
    requireSize(writes);
    var involved = new TreeSet<Table>();
    writes.forEach(write -> involved.add(write.table()));
    ObjectNode request = json.deepCopy().without(List.of("ReturnConsumedCapacity"));
    Optional<String> token = input.string("ClientRequestToken");
    Map<Table, Consumed> units =
        TableStore.locked(
            involved,
            () -> {
              if (token.isPresent() && !tokens.isNew(caller.account() + token.get(), request)) {
                return readAgain(writes);
              }
              Map<Table, Consumed> written = perform(writes);
              token.ifPresent(done -> tokens.remember(caller.account() + done, request));
              return written;
            });
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    Capacity.report(input, units.values(), answer);
    ItemCollections.report(input, writes, answer);
    return answer;
  }

  /** A repeated request reads its items: "the subsequent calls return read capacity units". */
  private static Map<Table, Consumed> readAgain(List<ItemWrite> writes) {
    Map<Table, Consumed> units = new LinkedHashMap<>();
    for (ItemWrite write : writes) {
      units
          .computeIfAbsent(
              write.table(), table -> Capacity.ofTransaction(table, "ReadCapacityUnits"))
          .read(2 * Capacity.read(write.table().get(write.key()).size(), true));
    }
    return units;
  }

  private static Map<Table, Consumed> perform(List<ItemWrite> writes) {
    List<Outcome> outcomes = new ArrayList<>();
    List<Optional<AwsError>> refusals = new ArrayList<>();
    for (ItemWrite write : writes) {
      try {
        outcomes.add(write.attempt());
        refusals.add(Optional.empty());
      } catch (AwsError refusal) {
        refusals.add(Optional.of(refusal));
      }
    }
    if (refusals.stream().anyMatch(Optional::isPresent)) {
      throw CancellationReasons.error(refusals);
    }
    Map<Table, Consumed> units = new LinkedHashMap<>();
    for (int at = 0; at < writes.size(); at++) {
      ItemWrite write = writes.get(at);
      write.write(outcomes.get(at));
      units
          .computeIfAbsent(
              write.table(), table -> Capacity.ofTransaction(table, "WriteCapacityUnits"))
          .write(outcomes.get(at), 2);
    }
    return units;
  }

  private ItemWrite write(Input item, Caller caller) {
    List<String> actions = ACTIONS.stream().filter(item::has).toList();
    if (actions.size() != 1) {
      throw AwsError.validation(
          "TransactItems can only contain one of Check, Put, Update or Delete");
    }
    Input action = item.requiredObject(actions.getFirst());
    Table table = TableNames.usable(action, tables, caller);
    return switch (actions.getFirst()) {
      case "Put" -> ItemWrites.put(action, table);
      case "Delete" -> ItemWrites.delete(action, table);
      case "Update" -> {
        if (!action.has("UpdateExpression")) {
          throw action.absent("UpdateExpression");
        }
        yield ItemWrites.update(action, table, RequestExpressions.of(action));
      }
      default -> ItemWrites.check(action, table);
    };
  }

  private static void requireSize(List<ItemWrite> writes) {
    long bytes = writes.stream().mapToLong(ItemWrite::requestBytes).sum();
    if (bytes > MAX_BYTES) {
      throw AwsError.validation("Transaction payload size has exceeded the maximum allowed size");
    }
  }

  private static void requireDistinct(List<ItemWrite> writes) {
    Set<Map.Entry<String, ItemKey>> seen = new HashSet<>();
    for (ItemWrite write : writes) {
      if (!seen.add(Map.entry(write.table().id(), write.key()))) {
        throw AwsError.validation(
            "Transaction request cannot include multiple operations on one item");
      }
    }
  }
}
