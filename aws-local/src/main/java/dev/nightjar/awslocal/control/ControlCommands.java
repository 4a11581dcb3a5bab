package dev.nightjar.awslocal.control;

import dev.nightjar.awslocal.stream.StreamControl;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The commands by their names. Thread-safe. */
final class ControlCommands {

  private static final Pattern ROLE = Pattern.compile("arn:aws:iam::([0-9]{12}):role/(?:.*/)?(.+)");

  private final Controls controls;
  private final Map<String, BiFunction<ControlCommands, Arguments, ObjectNode>> commands =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("calls", (all, arguments) -> all.calls()),
              Map.entry(
                  "exports/conditions",
                  (all, arguments) -> ExportCommands.conditions(all.controls.exports(), arguments)),
              Map.entry("exports/fault", ControlCommands::failExport),
              Map.entry(
                  "faults/add",
                  (all, arguments) -> FaultCommands.add(all.controls.faults(), arguments)),
              Map.entry("faults/clear", (all, arguments) -> all.clearFaults()),
              Map.entry(
                  "faults/list", (all, arguments) -> FaultCommands.list(all.controls.faults())),
              Map.entry("faults/remove", ControlCommands::removeFault),
              Map.entry("sessions/expire", ControlCommands::expireSessions),
              stream("conditions", StreamCommands::conditions),
              stream("roll", StreamCommands::roll),
              stream("shards", StreamCommands::shards),
              stream("split", StreamCommands::split),
              stream("trim", StreamCommands::trim),
              stream("vanish", StreamCommands::vanish),
              Map.entry("tables/expire", ControlCommands::expireItems),
              Map.entry("weather", ControlCommands::weather)));

  ControlCommands(Controls controls) {
    this.controls = controls;
  }

  /**
   * Carries out a command.
   *
   * @throws IllegalArgumentException if its arguments are wrong
   * @throws java.util.NoSuchElementException if what it names is not there
   * @throws IllegalStateException if what it names cannot be changed so
   */
  ObjectNode carryOut(String name, Arguments arguments) {
    BiFunction<ControlCommands, Arguments, ObjectNode> command = commands.get(name);
    if (command == null) {
      throw new IllegalArgumentException(
          "there is no command " + name + ", only " + String.join(", ", commands.keySet()));
    }
    return command.apply(this, arguments);
  }

  private ObjectNode calls() {
    ObjectNode answer = answer();
    ObjectNode all = answer.putObject("All");
    controls.calls().all().forEach(all::put);
    ObjectNode byRoles = answer.putObject("ByRoles");
    controls.calls().byRoles().forEach(byRoles::put);
    return answer;
  }

  private ObjectNode failExport(Arguments arguments) {
    controls.exports().next(ExportCommands.fault(arguments));
    return answer();
  }

  private ObjectNode removeFault(Arguments arguments) {
    FaultCommands.remove(controls.faults(), arguments);
    return answer();
  }

  private ObjectNode clearFaults() {
    controls.faults().clear();
    return answer();
  }

  private ObjectNode expireSessions(Arguments arguments) {
    Matcher role = ROLE.matcher(arguments.required("RoleArn"));
    if (!role.matches()) {
      throw new IllegalArgumentException("RoleArn must be arn:aws:iam::ACCOUNT:role/NAME");
    }
    controls.keys().expireSessions(role.group(1), role.group(2));
    return answer();
  }

  private ObjectNode weather(Arguments arguments) {
    arguments.only("Seed", "Level");
    controls
        .weather()
        .begin(
            arguments.number("Seed", JsonNode::asLong).orElse(0L),
            (int) Math.min(arguments.requiredNumber("Level"), Integer.MAX_VALUE));
    return answer();
  }

  private static Map.Entry<String, BiFunction<ControlCommands, Arguments, ObjectNode>> stream(
      String name, BiFunction<StreamControl, Arguments, ObjectNode> command) {
    return Map.entry(
        "streams/" + name, (all, arguments) -> command.apply(all.controls.streams(), arguments));
  }

  private ObjectNode expireItems(Arguments arguments) {
    return answer().put("Deleted", controls.tables().expire(arguments.required("TableArn")));
  }

  private static ObjectNode answer() {
    return JsonNodeFactory.instance.objectNode();
  }
}
