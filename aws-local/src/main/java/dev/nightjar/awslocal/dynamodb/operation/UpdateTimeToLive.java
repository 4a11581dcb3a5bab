package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** UpdateTimeToLive: on or off, at once. */
final class UpdateTimeToLive implements Operation {

  private final TableStore tables;

  UpdateTimeToLive(TableStore tables) {
    this.tables = tables;
  }

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Input input = new Input(json);
    Table table = TableNames.existing(input, tables, caller);
    Input specification = input.requiredObject("TimeToLiveSpecification");
    if (!specification.has("Enabled")) {
      throw specification.absent("Enabled");
    }
    boolean enabled = specification.bool("Enabled");
    String attribute = specification.requiredString("AttributeName");
    table.locked(() -> {
      Optional<String> there = table.timeToLive();
      if (there.isPresent() == enabled) {
        throw AwsError.validation("TimeToLive is already " + (enabled ? "enabled" : "disabled"));
      }
      if (!enabled && !there.get().equals(attribute)) {
        throw AwsError.validation(
            "TimeToLive is active on a different AttributeName: current AttributeName is "
                + there.get());
      }
      table.timeToLive(enabled ? Optional.of(attribute) : Optional.empty());
      return table;
    });
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer
        .putObject("TimeToLiveSpecification")
        .put("Enabled", enabled)
        .put("AttributeName", attribute);
    return answer;
  }
}
