package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.key.KeyRange;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/** Scan: all items, or those of one of several segments, in the order of the keys' hashes. */
final class Scan implements Operation {

  private static final int MAX_SEGMENTS = 1_000_000;

  private final TableStore tables;

  Scan(TableStore tables) {
    this.tables = tables;
  }

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Input input = new Input(json);
    Table table = TableNames.usable(input, tables, caller);
    KeyRange range = segment(input);
    PagedRead read = new PagedRead(input, table, RequestExpressions.of(input));
    read.start()
        .ifPresent(start -> {
          if (!range.contains(start)) {
            throw AwsError.validation(
                "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use"
                    + " ExclusiveStartKey with correct Segment. TotalSegments: "
                    + input.json().path("TotalSegments").asString("1")
                    + " Segment: "
                    + input.json().path("Segment").asString("0"));
          }
        });
    return read.read(range, true);
  }

  private static KeyRange segment(Input input) {
    OptionalInt total = input.integer("TotalSegments", 1, MAX_SEGMENTS);
    OptionalInt segment = input.integer("Segment", 0, MAX_SEGMENTS - 1);
    if (total.isEmpty() && segment.isEmpty()) {
      return KeyRange.ALL;
    }
    if (total.isEmpty()) {
      throw AwsError.validation(
          "The TotalSegments parameter is required but was not present in the request when Segment"
              + " parameter is present");
    }
    if (segment.isEmpty()) {
      throw AwsError.validation(
          "The Segment parameter is required but was not present in the request when parameter"
              + " TotalSegments is present");
    }
    if (segment.getAsInt() >= total.getAsInt()) {
      throw AwsError.validation(
          "The Segment parameter is zero-based and must be less than parameter TotalSegments:"
              + " Segment: "
              + segment.getAsInt()
              + " is not less than TotalSegments: "
              + total.getAsInt());
    }
    return KeyRange.segment(segment.getAsInt(), total.getAsInt());
  }
}
