package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.item.RawJson;
import dev.nightjar.awslocal.dynamodb.item.StoredItem;
import dev.nightjar.awslocal.dynamodb.operation.ItemWrite.Outcome;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers of PutItem, UpdateItem and DeleteItem. */
final class WriteAnswers {

  private WriteAnswers() {}

  /** The request's ReturnValues where only NONE and ALL_OLD may be asked for. */
  static ReturnValues oldOrNothing(Input input) {
    ReturnValues values = input.oneOf("ReturnValues", ReturnValues.class).orElse(ReturnValues.NONE);
    if (values != ReturnValues.NONE && values != ReturnValues.ALL_OLD) {
      throw AwsError.validation("ReturnValues can only be ALL_OLD or NONE");
    }
    return values;
  }

  /** An answer with what it consumed and, if asked for, the whole item. */
  static ObjectNode of(Input input, ItemWrite write, Outcome outcome, ReturnValues values) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    switch (values) {
      case ALL_OLD -> attributes(outcome.before(), answer);
      case ALL_NEW -> attributes(outcome.after(), answer);
      case NONE, UPDATED_OLD, UPDATED_NEW -> {}
    }
    if (Capacity.isWanted(input)) {
      Capacity.report(input, Capacity.of(write.table()).write(outcome, 1), answer);
    }
    ItemCollections.report(input, write.table(), write.key(), answer);
    return answer;
  }

  static void attributes(StoredItem item, ObjectNode answer) {
    if (item.exists()) {
      answer.set("Attributes", RawJson.node(item.json()));
    }
  }
}
