package dev.nightjar.awslocal.backup;

import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.OperationRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** ExportTableToPointInTime, DescribeExport and ListExports. */
public final class ExportOperations {

  private static final int PAGE = 25;

  private final Exports exports;
  private final Clock clock;

  public ExportOperations(Exports exports, Clock clock) {
    this.exports = exports;
    this.clock = clock;
  }

  /** Registers all three. */
  public void register(OperationRegistry registry) {
    registry
        .register("DynamoDB_20120810.ExportTableToPointInTime", this::export)
        .register("DynamoDB_20120810.DescribeExport", this::describe)
        .register("DynamoDB_20120810.ListExports", this::list);
  }

  private ObjectNode export(ObjectNode input, Caller caller) {
    Optional<String> token = Optional.ofNullable(input.get("ClientToken")).map(JsonNode::asString);
    return answer(exports.start(ExportRequest.parse(input), token, caller));
  }

  private ObjectNode describe(ObjectNode input, Caller caller) {
    String arn = input.path("ExportArn").asString("");
    return answer(
        exports
            .find(arn)
            .orElseThrow(
                () -> AwsError.client("ExportNotFoundException", "Export not found: " + arn)));
  }

  private ObjectNode list(ObjectNode input, Caller caller) {
    Instant now = clock.instant();
    String table = input.path("TableArn").asString("");
    int size = Math.min(input.path("MaxResults").asInt(PAGE), PAGE);
    String after = input.path("NextToken").asString("");
    List<Export> matching =
        exports.list(caller).stream()
            .filter(export -> table.isEmpty() || export.request().tableArn().equals(table))
            .filter(export -> export.arn().compareTo(after) > 0)
            .toList();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode summaries = answer.putArray("ExportSummaries");
    for (Export export : matching.subList(0, Math.min(size, matching.size()))) {
      summaries
          .addObject()
          .put("ExportArn", export.arn())
          .put("ExportStatus", export.status(now))
          .put("ExportType", export.type());
    }
    if (matching.size() > size) {
      answer.put("NextToken", matching.get(size - 1).arn());
    }
    return answer;
  }

  private ObjectNode answer(Export export) {
    return JsonNodeFactory.instance
        .objectNode()
        .set("ExportDescription", export.describe(clock.instant()));
  }
}
