package dev.nightjar.clickhouse;

import java.util.HashMap;
import java.util.Map;

/** Small additions to immutable maps. */
final class Maps {
  private Maps() {}

  static Map<String, String> plus(Map<String, String> map, String key, String value) {
    Map<String, String> copy = new HashMap<>(map);
    copy.put(key, value);
    return Map.copyOf(copy);
  }
}
