package dev.nightjar.awslocal.backup;

import dev.nightjar.awslocal.operation.AwsError;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What ExportTableToPointInTime was asked for. Two requests with one ClientToken are the same if
 * these are equal.
 *
 * @param time empty: now, and for incremental exports
 * @param increment what an incremental export covers; none: a full export
 */
record ExportRequest(
    String tableArn,
    String bucket,
    Optional<String> bucketOwner,
    Optional<String> prefix,
    Optional<String> sseAlgorithm,
    Optional<String> sseKmsKeyId,
    Optional<Instant> time,
    Optional<IncrementSpecification> increment) {

  /**
   * @param to empty: now
   */
  record IncrementSpecification(Instant from, Optional<Instant> to, boolean oldImages) {

    Increment until(Instant now) {
      return new Increment(from, to.orElse(now), oldImages);
    }
  }

  /**
   * @throws AwsError {@code ValidationException}: something is missing, or is not exported here
   *     (ION, filters)
   */
  static ExportRequest parse(ObjectNode input) {
    only(input, "ExportFormat", "DYNAMODB_JSON");
    if (input.has("FilterSpecification")) {
      throw AwsError.validation("FilterSpecification is not supported by this stand-in for AWS");
    }
    Optional<IncrementSpecification> increment = increment(input);
    return new ExportRequest(
        required(input, "TableArn"),
        required(input, "S3Bucket"),
        text(input, "S3BucketOwner"),
        text(input, "S3Prefix"),
        text(input, "S3SseAlgorithm"),
        text(input, "S3SseKmsKeyId"),
        time(input.path("ExportTime")),
        increment);
  }

  private static Optional<IncrementSpecification> increment(ObjectNode input) {
    String type = input.path("ExportType").asString("FULL_EXPORT");
    JsonNode specification = input.path("IncrementalExportSpecification");
    if (type.equals("FULL_EXPORT")) {
      if (specification.isObject()) {
        throw AwsError.validation(
            "IncrementalExportSpecification can only be provided for ExportType INCREMENTAL_EXPORT");
      }
      return Optional.empty();
    }
    if (!type.equals("INCREMENTAL_EXPORT")) {
      throw enumeration("exportType", type, "[FULL_EXPORT, INCREMENTAL_EXPORT]");
    }
    if (input.has("ExportTime")) {
      throw AwsError.validation("ExportTime can only be provided for ExportType FULL_EXPORT");
    }
    String view = specification.path("ExportViewType").asString("NEW_AND_OLD_IMAGES");
    if (!view.equals("NEW_IMAGE") && !view.equals("NEW_AND_OLD_IMAGES")) {
      throw enumeration(
          "incrementalExportSpecification.exportViewType", view, "[NEW_AND_OLD_IMAGES, NEW_IMAGE]");
    }
    Instant from =
        time(specification.path("ExportFromTime"))
            .orElseThrow(() ->
                AwsError.validation(
                    "ExportFromTime is required for ExportType INCREMENTAL_EXPORT"));
    return Optional.of(
        new IncrementSpecification(
            from, time(specification.path("ExportToTime")), view.equals("NEW_AND_OLD_IMAGES")));
  }

  private static AwsError enumeration(String member, String value, String values) {
    return AwsError.validation(
        "1 validation error detected: Value '"
            + value
            + "' at '"
            + member
            + "' failed to satisfy constraint: Member must satisfy enum value set: "
            + values);
  }

  /** The key of a data file: those of incremental exports share one folder. */
  String dataKey(String exportId, String name) {
    return increment.isPresent()
        ? inPrefix("AWSDynamoDB/data/" + name)
        : key(exportId, "data/" + name);
  }

  /** The key of something in the export's own folder. */
  String key(String exportId, String name) {
    return inPrefix("AWSDynamoDB/" + exportId + "/" + name);
  }

  private String inPrefix(String path) {
    return prefix.filter(text -> !text.isEmpty()).map(text -> text + "/" + path).orElse(path);
  }

  private static Optional<Instant> time(JsonNode node) {
    if (!node.isNumber()) {
      return Optional.empty();
    }
    BigDecimal seconds = node.decimalValue();
    return Optional.of(Instant.ofEpochMilli(seconds.movePointRight(3).longValue()));
  }

  private static void only(ObjectNode input, String member, String value) {
    String given = input.path(member).asString(value);
    if (!given.equals(value)) {
      throw AwsError.validation(
          member + " " + given + " is not supported by this stand-in for AWS, only " + value);
    }
  }

  private static Optional<String> text(ObjectNode input, String member) {
    return Optional.ofNullable(input.get(member)).map(JsonNode::asString);
  }

  private static String required(ObjectNode input, String member) {
    return text(input, member)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() ->
            AwsError.validation(
                "1 validation error detected: Value null at '"
                    + Character.toLowerCase(member.charAt(0))
                    + member.substring(1)
                    + "' failed to satisfy constraint: Member must not be null"));
  }
}
