package dev.nightjar.mirror.row;

import dev.nightjar.dynamodb.item.AttributeType;
import dev.nightjar.dynamodb.testing.ReferenceJson;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What fits a column of type JSON: numbers of Float64's range, one value a path (docs/types.md),
 * and texts that are UTF-8, which ClickHouse asks of JSON.
 */
final class ReferenceJsonColumn {
  private static final Pattern LONE_SURROGATE = Pattern.compile("\\\\u[dD][89a-fA-F]");

  private ReferenceJsonColumn() {}

  /**
   * Checks the members of a map.
   *
   * @throws ReferenceValue.Misfit where they do not fit
   */
  static void check(JsonNode members) {
    checkMembers(members);
    collectPaths(members, "", new HashSet<>());
    checkTexts(members);
  }

  private static void checkMembers(JsonNode members) {
    members.properties().stream()
        .sorted(Map.Entry.comparingByKey(ReferenceJson.BY_CODE_POINT))
        .forEach(member -> checkNumbers(member.getValue()));
  }

  private static void checkNumbers(JsonNode attribute) {
    AttributeType type = ReferenceJson.type(attribute);
    JsonNode value = attribute.get(type.name());
    switch (type) {
      case N -> checkNumber(value.stringValue());
      case NS -> value.forEach(member -> checkNumber(member.stringValue()));
      case M -> checkMembers(value);
      case L -> value.forEach(ReferenceJsonColumn::checkNumbers);
      default -> {
        // no number in it
      }
    }
  }

  private static void checkNumber(String digits) {
    if (Double.isInfinite(Double.parseDouble(ReferenceValue.number(digits).toString()))) {
      throw new ReferenceValue.Misfit(Fit.OUT_OF_RANGE);
    }
  }

  private static void collectPaths(JsonNode members, String prefix, Set<String> paths) {
    for (Map.Entry<String, JsonNode> member : members.properties()) {
      String path = prefix + member.getKey();
      AttributeType type = ReferenceJson.type(member.getValue());
      JsonNode value = member.getValue().get(type.name());
      if (type == AttributeType.M) {
        collectPaths(value, path + ".", paths);
      } else if (type != AttributeType.NULL && !paths.add(path)) {
        throw new ReferenceValue.Misfit(Fit.SAME_PATH);
      }
      if (type == AttributeType.L) {
        checkElements(value);
      }
    }
  }

  /** Each map in a list is an object with paths of its own. */
  private static void checkElements(JsonNode list) {
    for (JsonNode element : list) {
      AttributeType type = ReferenceJson.type(element);
      if (type == AttributeType.M) {
        collectPaths(element.get("M"), "", new HashSet<>());
      } else if (type == AttributeType.L) {
        checkElements(element.get("L"));
      }
    }
  }

  /** Plain JSON escapes lone surrogates, and no other character from U+0080 on. */
  private static void checkTexts(JsonNode members) {
    String json = ReferenceJson.members(members).replace("\\\\", "");
    if (LONE_SURROGATE.matcher(json).find()) {
      throw new ReferenceValue.Misfit(Fit.NOT_UTF8);
    }
  }
}
