package dev.nightjar.awslocal.control;

import dev.nightjar.awslocal.backup.ExportFault;
import dev.nightjar.awslocal.faults.BodyEffect;
import dev.nightjar.awslocal.faults.Effect;
import dev.nightjar.awslocal.faults.FaultRule;
import dev.nightjar.awslocal.faults.Faults;
import dev.nightjar.awslocal.operation.AwsError;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Faults by their names. */
final class FaultCommands {

  private static final String EFFECTS =
      "throttled, internalError, expiredCredentials, cut, cutAfterwards, delay, error, cutBody,"
          + " slowBody";
  private static final String EXPORT_FAULTS =
      "missingFile, truncatedFile, damagedFile, swappedFiles, miscountedFile, failure";

  private FaultCommands() {}

  /** Puts a fault in force. */
  static void add(Faults faults, Arguments arguments) {
    FaultRule rule = faults.on(arguments.required("Operation"));
    double rate = arguments.number("Rate", JsonNode::asDouble).orElse(1.0);
    if (rate <= 0 || rate > 1) {
      throw new IllegalArgumentException("Rate is a share of the calls, above 0 and up to 1");
    }
    FaultRule limited =
        rule.rate(rate).times(arguments.number("Times", JsonNode::asLong).orElse(Long.MAX_VALUE));
    String effect = arguments.required("Effect");
    switch (effect) {
      case "cutBody" -> limited.doesToBody(BodyEffect.cutAfter(arguments.requiredNumber("Bytes")));
      case "slowBody" ->
          limited.doesToBody(
              BodyEffect.slow(Math.max(1, arguments.requiredNumber("BytesPerSecond"))));
      default -> limited.does(effect(effect, arguments));
    }
  }

  private static Effect effect(String name, Arguments arguments) {
    return switch (name) {
      case "throttled" -> Effect.throttled();
      case "internalError" -> Effect.internalError();
      case "expiredCredentials" -> Effect.expiredCredentials();
      case "cut" -> Effect.cut();
      case "cutAfterwards" -> Effect.cutAfterwards();
      case "delay" -> Effect.delay(Duration.ofMillis(arguments.requiredNumber("Milliseconds")));
      case "error" ->
          Effect.error(
              new AwsError(
                  arguments.number("Status", JsonNode::asInt).orElse(400),
                  arguments.required("Code"),
                  arguments.text("Message").orElse("refused on command")));
      default -> throw unknown("Effect", name, EFFECTS);
    };
  }

  /** What the next export suffers. */
  static ExportFault ofExport(Arguments arguments) {
    String name = arguments.required("Fault");
    return switch (name) {
      case "missingFile" -> ExportFault.missingFile();
      case "truncatedFile" -> ExportFault.truncatedFile();
      case "damagedFile" -> ExportFault.damagedFile();
      case "swappedFiles" -> ExportFault.swappedFiles();
      case "miscountedFile" -> ExportFault.miscountedFile();
      case "failure" ->
          ExportFault.failure(
              arguments.required("Code"), arguments.text("Message").orElse("failed on command"));
      default -> throw unknown("Fault", name, EXPORT_FAULTS);
    };
  }

  private static IllegalArgumentException unknown(String member, String name, String all) {
    return new IllegalArgumentException(member + " " + name + " is none of " + all);
  }
}
