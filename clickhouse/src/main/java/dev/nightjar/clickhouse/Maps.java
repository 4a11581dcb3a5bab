package dev.nightjar.clickhouse;

import java.util.HashMap;
import java.util.Map;

/** Small additions to immutable maps. */
final class Maps {
  private Maps() {}

  static <V> Map<String, V> plus(Map<String, V> map, String key, V value) {
    Map<String, V> copy = new HashMap<>(map);
    copy.put(key, value);
    return Map.copyOf(copy);
  }
}
