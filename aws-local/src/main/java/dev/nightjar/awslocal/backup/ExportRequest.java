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
 * @param time empty: now
 */
record ExportRequest(
    String tableArn,
    String bucket,
    Optional<String> bucketOwner,
    Optional<String> prefix,
    Optional<String> sseAlgorithm,
    Optional<String> sseKmsKeyId,
    Optional<Instant> time) {

  /**
   * @throws AwsError {@code ValidationException}: something is missing, or is not exported here
   *     (ION, increments, filters)
   */
  static ExportRequest parse(ObjectNode input) {
    only(input, "ExportFormat", "DYNAMODB_JSON");
    only(input, "ExportType", "FULL_EXPORT");
    for (String absent : new String[] {"IncrementalExportSpecification", "FilterSpecification"}) {
      if (input.has(absent)) {
        throw AwsError.validation(absent + " is not supported by this stand-in for AWS");
      }
    }
    return new ExportRequest(
        required(input, "TableArn"),
        required(input, "S3Bucket"),
        text(input, "S3BucketOwner"),
        text(input, "S3Prefix"),
        text(input, "S3SseAlgorithm"),
        text(input, "S3SseKmsKeyId"),
        time(input.path("ExportTime")));
  }

  /** The key of something in the export's own folder. */
  String key(String exportId, String name) {
    String folder = "AWSDynamoDB/" + exportId + "/" + name;
    return prefix.filter(text -> !text.isEmpty()).map(text -> text + "/" + folder).orElse(folder);
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
