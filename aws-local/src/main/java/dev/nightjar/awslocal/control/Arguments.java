package dev.nightjar.awslocal.control;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of a command.
 *
 * @param json the command's JSON
 */
record Arguments(ObjectNode json) {

  String required(String name) {
    return text(name)
        .orElseThrow(
            () -> new IllegalArgumentException(name + " is missing: a text that is not empty"));
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(json.get(name))
        .map(node -> {
          if (!node.isString() || node.stringValue().isEmpty()) {
            throw new IllegalArgumentException(name + " must be a text that is not empty");
          }
          return node.stringValue();
        });
  }

  long requiredNumber(String name) {
    return number(name, JsonNode::asLong)
        .filter(value -> value >= 0)
        .orElseThrow(
            () -> new IllegalArgumentException(name + " is missing: a number of 0 or more"));
  }

  <T> Optional<T> number(String name, Function<JsonNode, T> as) {
    return Optional.ofNullable(json.get(name))
        .map(node -> {
          if (!node.isNumber()) {
            throw new IllegalArgumentException(name + " must be a number");
          }
          return as.apply(node);
        });
  }

  Optional<Duration> milliseconds(String name) {
    return number(name, JsonNode::asLong).map(Duration::ofMillis);
  }

  Optional<Boolean> flag(String name) {
    return Optional.ofNullable(json.get(name))
        .map(node -> {
          if (!node.isBoolean()) {
            throw new IllegalArgumentException(name + " must be true or false");
          }
          return node.booleanValue();
        });
  }

  /** Refuses members that the command does not have: they are misspelt ones. */
  void only(String... names) {
    List<String> known = List.of(names);
    json.propertyNames().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw unknown("member", name, String.join(", ", known));
        });
  }

  static IllegalArgumentException unknown(String member, String name, String all) {
    return new IllegalArgumentException(member + " " + name + " is none of " + all);
  }
}
