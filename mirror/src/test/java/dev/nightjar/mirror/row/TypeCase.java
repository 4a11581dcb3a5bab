package dev.nightjar.mirror.row;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a column of one type does with values, each written as DynamoDB's JSON with single quotes:
 * {@code {'N':'5'}}.
 *
 * @param type the column's type
 * @param empty what stands there for an absent attribute, as ClickHouse prints it
 * @param takes the DynamoDB types of which it takes any value
 * @param held values and how ClickHouse prints them
 * @param refused values and a part of the reason in the quarantine
 */
record TypeCase(
    String type,
    String empty,
    Set<String> takes,
    Map<String, String> held,
    Map<String, String> refused) {

  /** A value of each DynamoDB type. */
  private static final Map<String, String> SAMPLES =
      Map.of(
          "S", "{'S':'text'}",
          "N", "{'N':'7'}",
          "B", "{'B':'AAE='}",
          "BOOL", "{'BOOL':true}",
          "M", "{'M':{'a':{'S':'x'}}}",
          "L", "{'L':[{'S':'x'}]}",
          "SS", "{'SS':['x']}",
          "NS", "{'NS':['1']}",
          "BS", "{'BS':['AAE=']}");

  static TypeCase type(String type, String empty, String... takes) {
    return new TypeCase(type, empty, Set.of(takes), new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  TypeCase holds(String value, String printed) {
    held.put(value, printed);
    return this;
  }

  /** A number and how ClickHouse prints it. */
  TypeCase holdsNumber(String digits, String printed) {
    return holds("{'N':'" + digits + "'}", printed);
  }

  /** Numbers that ClickHouse prints as they are. */
  TypeCase holdsNumbers(String... digits) {
    for (String number : digits) {
      holdsNumber(number, number);
    }
    return this;
  }

  TypeCase holdsText(String text, String printed) {
    return holds("{'S':'" + text + "'}", printed);
  }

  TypeCase refuses(String value, String reason) {
    refused.put(value, reason);
    return this;
  }

  TypeCase refusesNumber(String digits, String reason) {
    return refuses("{'N':'" + digits + "'}", reason);
  }

  TypeCase refusesText(String text, String reason) {
    return refuses("{'S':'" + text + "'}", reason);
  }

  /** All values that it refuses: those that were named, and one of each other DynamoDB type. */
  Map<String, String> allRefused() {
    Map<String, String> all = new LinkedHashMap<>(refused);
    SAMPLES.forEach((dynamoDbType, value) -> {
      if (!takes.contains(dynamoDbType)) {
        all.putIfAbsent(value, "its DynamoDB type does not fit");
      }
    });
    return all;
  }

  @Override
  public String toString() {
    return type;
  }
}
