package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a statement wants its connection to be. Every statement gets a new connection (a tenth of a
 * millisecond), so that nothing that one leaves behind (a current database, settings, temporary
 * tables, roles) meets another.
 *
 * @param database the current database
 * @param settings all settings; what the engine's connection options might ignore or read otherwise
 *     is set in one {@code SET}, which knows every name and checks every value
 * @param readOnly nothing can be changed after
 */
record Session(String database, Map<String, String> settings, boolean readOnly) {
  /** The setting that has the filters of tables. */
  static final String FILTERS = "additional_table_filters";

  private static final String READ_ONLY = "readonly";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /** A map of plain ASCII: a connection's option ends at a zero byte. */
  private static final Pattern PLAIN_MAP = Pattern.compile("\\{[ -~]*}");

  /**
   * The options of a connection that say all of the settings.
   *
   * @param known names that the engine knows; what else there is in options is ignored by it
   * @return empty where options cannot say them, or there are none
   */
  List<String> options(Set<String> known) {
    List<String> options = new ArrayList<>();
    for (Map.Entry<String, String> setting : all().entrySet()) {
      Pattern sayable = setting.getKey().equals(FILTERS) ? PLAIN_MAP : NUMBER;
      if (!known.contains(setting.getKey()) || !sayable.matcher(setting.getValue()).matches()) {
        return List.of();
      }
      options.add("--" + setting.getKey() + "=" + setting.getValue());
    }
    return options;
  }

  /**
   * The statements that make a new connection so; empty where it is already.
   *
   * @param isSet whether its options have said the settings
   */
  String prologue(boolean isSet) {
    String use =
        database.equals(TableName.DEFAULT_DATABASE) ? "" : "USE " + Sql.identifier(database);
    Map<String, String> all = all();
    if (isSet || all.isEmpty()) {
      return use;
    }
    String set = "SET " + Sql.settings(all);
    return use.isEmpty() ? set : use + "; " + set;
  }

  private Map<String, String> all() {
    Map<String, String> all = new HashMap<>(settings);
    if (readOnly) {
      all.put(READ_ONLY, "1");
    }
    return all;
  }
}
