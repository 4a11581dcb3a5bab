package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.expression.Condition;
import dev.nightjar.awslocal.dynamodb.expression.Conditions;
import dev.nightjar.awslocal.dynamodb.item.RawJson;
import dev.nightjar.awslocal.dynamodb.item.StoredItem;
import dev.nightjar.awslocal.dynamodb.key.ItemKey;
import dev.nightjar.awslocal.operation.AwsError;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A write of one item, with all that can be checked without the item checked.
 *
 * @param change what becomes of the item; refuses what cannot be done to it
 * @param oldOnFailure whether a failed condition shows the item
 *     (ReturnValuesOnConditionCheckFailure)
 * @param requestBytes the size of the item in the request
 */
record ItemWrite(
    Table table,
    ItemKey key,
    Optional<Condition> condition,
    UnaryOperator<StoredItem> change,
    boolean oldOnFailure,
    int requestBytes) {

  /** The item before and after. */
  record Outcome(StoredItem before, StoredItem after) {}

  /**
   * Checks and writes, with nothing between.
   *
   * @throws AwsError ConditionalCheckFailedException, or ValidationException if the change cannot
   *     be made
   */
  Outcome apply() {
    return table.locked(() -> {
      Outcome outcome = attempt();
      write(outcome);
      return outcome;
    });
  }

  /** What {@link #apply} would do now; the caller holds the table's lock. */
  Outcome attempt() {
    StoredItem before = table.get(key);
    if (condition.isPresent() && !Conditions.holds(condition.get(), before.item())) {
      throw failed(before);
    }
    return new Outcome(before, change.apply(before));
  }

  /** Writes the outcome of an attempt; the table has been locked since. */
  void write(Outcome outcome) {
    table.put(key, outcome.after());
  }

  private AwsError failed(StoredItem before) {
    AwsError failed =
        AwsError.client("ConditionalCheckFailedException", "The conditional request failed");
    return oldOnFailure && before.exists()
        ? failed.with("Item", RawJson.node(before.json()))
        : failed;
  }
}
