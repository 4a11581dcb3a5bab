package dev.nightjar.awslocal.backup;

import static dev.nightjar.awslocal.backup.ContinuousBackups.seconds;

import dev.nightjar.awslocal.operation.AwsError;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an incremental export covers.
 *
 * @param from the first instant in it
 * @param to the first instant behind it
 */
record Increment(Instant from, Instant to, boolean oldImages) {

  /** "The export period window must be between 15 minutes and 24 hours". */
  private static final Duration SHORTEST = Duration.ofMinutes(15);

  private static final Duration LONGEST = Duration.ofHours(24);

  Increment {
    Duration window = Duration.between(from, to);
    if (window.compareTo(SHORTEST) < 0) {
      throw AwsError.validation(
          "Difference between provided ExportFromTime and ExportToTime is less than 15 minutes");
    }
    if (window.compareTo(LONGEST) > 0) {
      throw AwsError.validation(
          "Difference between provided ExportFromTime and ExportToTime is more than 24 hours");
    }
  }

  /** The ExportViewType. */
  String view() {
    return oldImages ? "NEW_AND_OLD_IMAGES" : "NEW_IMAGE";
  }

  /** The IncrementalExportSpecification. */
  ObjectNode describe() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("ExportFromTime", seconds(from))
        .put("ExportToTime", seconds(to))
        .put("ExportViewType", view());
  }
}
