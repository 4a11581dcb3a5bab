package dev.nightjar.awslocal.control;

import dev.nightjar.awslocal.backup.ExportControl;
import dev.nightjar.awslocal.backup.ExportFault;
import dev.nightjar.awslocal.backup.ExportFault.Checksum;
import dev.nightjar.awslocal.backup.ExportOptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The commands to exports. */
final class ExportCommands {

  private static final String FAULTS =
      "missingFile, truncatedFile, damagedFile, swappedFiles, lostItem, miscountedFile,"
          + " miscountedSummary, shortManifest, missingManifest, failure";

  private ExportCommands() {}

  /** What is not named stays as it is. */
  static ObjectNode conditions(ExportControl exports, Arguments arguments) {
    arguments.only("Duration", "Files", "Fuzz", "Seed");
    ExportOptions now = exports.options();
    ExportOptions changed =
        new ExportOptions(
            arguments.milliseconds("Duration").orElse(now.duration()),
            arguments.number("Files", JsonNode::asInt).orElse(now.files()),
            arguments.milliseconds("Fuzz").orElse(now.fuzz()),
            arguments.number("Seed", JsonNode::asLong).orElse(now.seed()));
    exports.behave(changed);
    return JsonNodeFactory.instance
        .objectNode()
        .put("Duration", changed.duration().toMillis())
        .put("Files", changed.files())
        .put("Fuzz", changed.fuzz().toMillis())
        .put("Seed", changed.seed())
        .put("FaultsComing", exports.coming());
  }

  /** What the next export suffers. */
  static ExportFault fault(Arguments arguments) {
    String name = arguments.required("Fault");
    Checksum checksum = checksum(arguments.text("Checksum").orElse("wrong"));
    return switch (name) {
      case "missingFile" -> ExportFault.missingFile();
      case "truncatedFile" -> ExportFault.truncatedFile(checksum);
      case "damagedFile" -> ExportFault.damagedFile(checksum);
      case "swappedFiles" -> ExportFault.swappedFiles(checksum);
      case "lostItem" -> ExportFault.lostItem();
      case "miscountedFile" -> ExportFault.miscountedFile();
      case "miscountedSummary" -> ExportFault.miscountedSummary();
      case "shortManifest" -> ExportFault.shortManifest(checksum);
      case "missingManifest" -> ExportFault.missingManifest();
      case "failure" ->
          ExportFault.failure(
              arguments.required("Code"), arguments.text("Message").orElse("failed on command"));
      default -> throw Arguments.unknown("Fault", name, FAULTS);
    };
  }

  private static Checksum checksum(String name) {
    return switch (name) {
      case "right" -> Checksum.RIGHT;
      case "wrong" -> Checksum.WRONG;
      default -> throw Arguments.unknown("Checksum", name, "right, wrong");
    };
  }
}
