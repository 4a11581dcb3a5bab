package dev.nightjar.awslocal.control;

import dev.nightjar.awslocal.stream.ShardInfo;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
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
              Map.entry("exports/fault", ControlCommands::failExport),
              Map.entry("faults/add", ControlCommands::addFault),
              Map.entry("faults/clear", (all, arguments) -> all.clearFaults()),
              Map.entry("sessions/expire", ControlCommands::expireSessions),
              Map.entry("streams/roll", ControlCommands::roll),
              Map.entry("streams/shards", ControlCommands::shards),
              Map.entry("streams/split", ControlCommands::split),
              Map.entry("streams/trim", ControlCommands::trim),
              Map.entry("tables/expire", ControlCommands::expireItems)));

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
    controls.exports().next(FaultCommands.ofExport(arguments));
    return answer();
  }

  private ObjectNode addFault(Arguments arguments) {
    FaultCommands.add(controls.faults(), arguments);
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

  private ObjectNode roll(Arguments arguments) {
    String stream = arguments.required("StreamArn");
    arguments
        .text("ShardId")
        .ifPresentOrElse(
            shard -> controls.streams().roll(stream, shard), () -> controls.streams().roll(stream));
    return shards(arguments);
  }

  private ObjectNode split(Arguments arguments) {
    controls.streams().split(arguments.required("StreamArn"), arguments.required("ShardId"));
    return shards(arguments);
  }

  private ObjectNode trim(Arguments arguments) {
    controls.streams().trim(arguments.required("StreamArn"));
    return shards(arguments);
  }

  private ObjectNode shards(Arguments arguments) {
    ObjectNode answer = answer();
    ArrayNode shards = answer.putArray("Shards");
    for (ShardInfo shard : controls.streams().shards(arguments.required("StreamArn"))) {
      ObjectNode node = shards.addObject().put("ShardId", shard.id());
      shard.parent().ifPresent(parent -> node.put("ParentShardId", parent));
      node.put("Open", shard.open()).put("Records", shard.records());
    }
    return answer;
  }

  private ObjectNode expireItems(Arguments arguments) {
    return answer().put("Deleted", controls.tables().expire(arguments.required("TableArn")));
  }

  private static ObjectNode answer() {
    return JsonNodeFactory.instance.objectNode();
  }
}
