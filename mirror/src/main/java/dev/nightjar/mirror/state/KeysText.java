package dev.nightjar.mirror.state;

import dev.nightjar.dynamodb.table.KeyAttribute;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Lists as the state database stores them: JSON. */
final class KeysText {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private KeysText() {}

  static String write(List<KeyAttribute> keys) {
    ArrayNode all = JSON.createArrayNode();
    for (KeyAttribute key : keys) {
      all.addArray().add(key.name()).add(key.role().name()).add(key.type().name());
    }
    return JSON.writeValueAsString(all);
  }

  static List<KeyAttribute> read(String text) {
    List<KeyAttribute> keys = new ArrayList<>();
    for (JsonNode one : JSON.readTree(text)) {
      keys.add(
          new KeyAttribute(
              one.get(0).stringValue(),
              KeyAttribute.Role.valueOf(one.get(1).stringValue()),
              KeyAttribute.ScalarType.valueOf(one.get(2).stringValue())));
    }
    return keys;
  }

  static String writeStrings(List<String> strings) {
    return JSON.writeValueAsString(strings);
  }

  static List<String> readStrings(String text) {
    List<String> strings = new ArrayList<>();
    JSON.readTree(text).forEach(one -> strings.add(one.stringValue()));
    return strings;
  }
}
