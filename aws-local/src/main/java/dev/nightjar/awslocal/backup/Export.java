package dev.nightjar.awslocal.backup;

import static dev.nightjar.awslocal.backup.ContinuousBackups.seconds;

import dev.nightjar.awslocal.operation.Caller;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An export from its request on. It is over by the clock: what was written earlier is told when its
 * end has come.
 */
final class Export {

  /** How an export ended, or will have ended at {@code endTime}. */
  sealed interface Outcome {
    Instant endTime();
  }

  record Completed(Instant endTime, long items, long sizeBytes) implements Outcome {}

  record Failed(Instant endTime, String code, String message) implements Outcome {}

  private final String id;
  private final ExportRequest request;
  private final String clientToken;
  private final Caller caller;
  private final String tableId;
  private final Instant startTime;
  private final Instant exportTime;
  private final Optional<Increment> increment;
  private final ExportOptions options;
  private final AtomicReference<Outcome> outcome = new AtomicReference<>();

  Export(
      String id,
      ExportRequest request,
      String clientToken,
      Caller caller,
      String tableId,
      Instant startTime,
      Instant exportTime,
      Optional<Increment> increment,
      ExportOptions options) {
    this.id = id;
    this.request = request;
    this.clientToken = clientToken;
    this.caller = caller;
    this.tableId = tableId;
    this.startTime = startTime;
    this.exportTime = exportTime;
    this.increment = increment;
    this.options = options;
  }

  String id() {
    return id;
  }

  String arn() {
    return request.tableArn() + "/export/" + id;
  }

  ExportRequest request() {
    return request;
  }

  Caller caller() {
    return caller;
  }

  String tableId() {
    return tableId;
  }

  Instant startTime() {
    return startTime;
  }

  Instant exportTime() {
    return exportTime;
  }

  /** What it covers, if it is an incremental one. */
  Optional<Increment> increment() {
    return increment;
  }

  /** How it behaves. */
  ExportOptions options() {
    return options;
  }

  /** The ExportType. */
  String type() {
    return increment.isPresent() ? "INCREMENTAL_EXPORT" : "FULL_EXPORT";
  }

  void end(Outcome how) {
    outcome.set(how);
  }

  /** How it ended, if it has by now. */
  Optional<Outcome> outcome(Instant now) {
    return Optional.ofNullable(outcome.get()).filter(over -> !now.isBefore(over.endTime()));
  }

  String status(Instant now) {
    return outcome(now)
        .map(over -> over instanceof Completed ? "COMPLETED" : "FAILED")
        .orElse("IN_PROGRESS");
  }

  /** The ExportDescription. */
  ObjectNode describe(Instant now) {
    ObjectNode description =
        JsonNodeFactory.instance
            .objectNode()
            .put("ExportArn", arn())
            .put("ExportStatus", status(now))
            .put("StartTime", seconds(startTime))
            .put("TableArn", request.tableArn())
            .put("TableId", tableId)
            .put("ClientToken", clientToken)
            .put("S3Bucket", request.bucket());
    request.bucketOwner().ifPresent(owner -> description.put("S3BucketOwner", owner));
    request.prefix().ifPresent(prefix -> description.put("S3Prefix", prefix));
    description.put("S3SseAlgorithm", request.sseAlgorithm().orElse("AES256"));
    request.sseKmsKeyId().ifPresent(key -> description.put("S3SseKmsKeyId", key));
    description.put("ExportFormat", "DYNAMODB_JSON").put("ExportType", type());
    increment.ifPresentOrElse(
        covered -> description.set("IncrementalExportSpecification", covered.describe()),
        () -> description.put("ExportTime", seconds(exportTime)));
    outcome(now).ifPresent(over -> describe(description, over));
    return description;
  }

  private void describe(ObjectNode description, Outcome over) {
    description.put("EndTime", seconds(over.endTime()));
    switch (over) {
      case Completed(Instant end, long items, long sizeBytes) ->
          description
              .put("ExportManifest", request.key(id, "manifest-summary.json"))
              .put("ItemCount", items)
              .put("BilledSizeBytes", sizeBytes);
      case Failed(Instant end, String code, String message) ->
          description.put("FailureCode", code).put("FailureMessage", message);
    }
  }
}
