package dev.nightjar.clickhouse.ddl;

import dev.nightjar.clickhouse.Sql;
import java.util.Map;
import java.util.stream.Collectors;

/** What follows the word SETTINGS. */
final class SettingsText {
  private SettingsText() {}

  static String of(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> name(setting.getKey()) + " = " + value(setting.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String name(String name) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException("no name of a setting: " + name);
    }
    return name;
  }

  private static String value(String value) {
    return value.matches("-?[0-9]{1,18}") ? value : Sql.string(value);
  }
}
