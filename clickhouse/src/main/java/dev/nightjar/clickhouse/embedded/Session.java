package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;
import java.util.HashMap;
import java.util.Map;

/**
 * What a statement wants its connection to be. Every statement gets a new connection (a tenth of a
 * millisecond), so that nothing that one leaves behind (a current database, settings, temporary
 * tables, roles) meets another.
 *
 * @param database the current database
 * @param settings all settings; set in one {@code SET}, which knows every name and checks every
 *     value, where the engine's connection options ignore what they do not know
 * @param readOnly nothing can be changed after
 */
record Session(String database, Map<String, String> settings, boolean readOnly) {

  /** The statements that make a new connection so; empty where it is already. */
  String prologue() {
    String use =
        database.equals(TableName.DEFAULT_DATABASE) ? "" : "USE " + Sql.identifier(database);
    Map<String, String> all = new HashMap<>(settings);
    if (readOnly) {
      all.put("readonly", "1");
    }
    if (all.isEmpty()) {
      return use;
    }
    String set = "SET " + Sql.settings(all);
    return use.isEmpty() ? set : use + "; " + set;
  }
}
