package dev.nightjar.awslocal.control;

import dev.nightjar.awslocal.faults.BodyEffect;
import dev.nightjar.awslocal.faults.Effect;
import dev.nightjar.awslocal.faults.Fault;
import dev.nightjar.awslocal.faults.FaultRule;
import dev.nightjar.awslocal.faults.Faults;
import dev.nightjar.awslocal.operation.AwsError;
import java.time.Duration;
import java.util.NoSuchElementException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Faults by their names. */
final class FaultCommands {

  private static final String EFFECTS =
      "throttled, internalError, accessDenied, expiredCredentials, cut, cutAfterwards, delay,"
          + " silence, error, cutBody, silentBody, slowBody";

  private FaultCommands() {}

  /** Puts a fault in force and answers its number. */
  static ObjectNode add(Faults faults, Arguments arguments) {
    arguments.only(
        "Operation",
        "Effect",
        "Rate",
        "Skip",
        "Times",
        "For",
        "Key",
        "By",
        "Milliseconds",
        "Bytes",
        "BytesPerSecond",
        "Status",
        "Code",
        "Message");
    FaultRule rule = limited(faults.on(arguments.required("Operation")), arguments);
    String effect = arguments.required("Effect");
    Fault fault =
        switch (effect) {
          case "cutBody" -> rule.doesToBody(BodyEffect.cutAfter(arguments.requiredNumber("Bytes")));
          case "silentBody" ->
              rule.doesToBody(
                  BodyEffect.silentAfter(arguments.requiredNumber("Bytes"), length(arguments)));
          case "slowBody" ->
              rule.doesToBody(
                  BodyEffect.slow(Math.max(1, arguments.requiredNumber("BytesPerSecond"))));
          default -> rule.does(effect(effect, arguments));
        };
    return JsonNodeFactory.instance.objectNode().put("Id", fault.id());
  }

  /** The faults in force. */
  static ObjectNode list(Faults faults) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray("Faults");
    for (Fault fault : faults.inForce()) {
      list.addObject()
          .put("Id", fault.id())
          .put("Operation", fault.operations())
          .put("Hits", fault.hits());
    }
    return answer;
  }

  /**
   * Ends a fault.
   *
   * @throws NoSuchElementException if it is not in force
   */
  static void remove(Faults faults, Arguments arguments) {
    long id = arguments.requiredNumber("Id");
    faults.inForce().stream()
        .filter(fault -> fault.id() == id)
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no fault " + id + " is in force"))
        .close();
  }

  private static FaultRule limited(FaultRule rule, Arguments arguments) {
    double rate = arguments.number("Rate", JsonNode::asDouble).orElse(1.0);
    if (rate <= 0 || rate > 1) {
      throw new IllegalArgumentException("Rate is a share of the calls, above 0 and up to 1");
    }
    FaultRule limited =
        rule.rate(rate)
            .skip(arguments.number("Skip", JsonNode::asLong).orElse(0L))
            .times(arguments.number("Times", JsonNode::asLong).orElse(Long.MAX_VALUE));
    limited = arguments.milliseconds("For").map(limited::lasts).orElse(limited);
    limited = arguments.text("Key").map(limited::key).orElse(limited);
    return switch (arguments.text("By").orElse("all")) {
      case "all" -> limited;
      case "roles" -> limited.byRoles();
      case String other -> throw Arguments.unknown("By", other, "all, roles");
    };
  }

  private static Duration length(Arguments arguments) {
    return Duration.ofMillis(arguments.requiredNumber("Milliseconds"));
  }

  private static Effect effect(String name, Arguments arguments) {
    return switch (name) {
      case "throttled" -> Effect.throttled();
      case "internalError" -> Effect.internalError();
      case "accessDenied" -> Effect.accessDenied();
      case "expiredCredentials" -> Effect.expiredCredentials();
      case "cut" -> Effect.cut();
      case "cutAfterwards" -> Effect.cutAfterwards();
      case "delay" -> Effect.delay(length(arguments));
      case "silence" -> Effect.silence(length(arguments));
      case "error" ->
          Effect.error(
              new AwsError(
                  arguments.number("Status", JsonNode::asInt).orElse(400),
                  arguments.required("Code"),
                  arguments.text("Message").orElse("refused on command")));
      default -> throw Arguments.unknown("Effect", name, EFFECTS);
    };
  }
}
