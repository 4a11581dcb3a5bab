package dev.nightjar.server.deploy;

import dev.nightjar.server.testing.Files;
import java.util.HashMap;
import java.util.Map;

/** The files of a project in its versions, by their paths; each may be changed further. */
final class ChangingProject {
  private ChangingProject() {}

  /** A mirrored table and an endpoint that counts its items. */
  static Map<String, String> project() {
    Map<String, String> files = new HashMap<>();
    files.put("connections/aws.connection", Files.connection());
    files.put("datasources/orders.datasource", Files.mirrored("orders"));
    files.put("pipes/ep.pipe", Files.endpoint("SELECT count() AS n FROM orders FINAL"));
    return files;
  }

  /** The same files, where the table has another column. */
  static Map<String, String> withSize(Map<String, String> files) {
    files.computeIfPresent(
        "datasources/orders.datasource",
        (name, text) ->
            text.replace(
                "    `_record`", "    `size` Nullable(Int64) `json:$.Item.size`,\n    `_record`"));
    return files;
  }

  /** A view of the mirror, one of the first one's target, and one that reads another table too. */
  static Map<String, String> withViews(Map<String, String> files) {
    String schema =
        "SCHEMA >\n    id String,\n    note String,\n    %s\n\nENGINE MergeTree\nENGINE_SORTING_KEY id\n";
    files.put(
        "datasources/seen.datasource",
        schema
            .formatted("event String")
            .replace("id String", "id String `json:$.id`")
            .replace("note String", "note String `json:$.note`")
            .replace("event String", "event String `json:$.event`"));
    files.put("datasources/seen_again.datasource", schema.formatted("event String"));
    files.put("datasources/rated.datasource", schema.formatted("rate Int64"));
    files.put(
        "datasources/rates.datasource",
        "SCHEMA >\n    id String `json:$.id`,\n    rate Int64 `json:$.rate`\n\nENGINE MergeTree\nENGINE_SORTING_KEY id\n");
    files.put(
        "pipes/to_seen.pipe",
        Files.materialized("SELECT id, note, toString(_event_name) AS event FROM orders", "seen"));
    files.put(
        "pipes/to_seen_again.pipe",
        Files.materialized("SELECT id, note, event FROM seen", "seen_again"));
    files.put(
        "pipes/to_rated.pipe",
        Files.materialized(
            "SELECT o.id AS id, o.note AS note, r.rate AS rate FROM orders AS o LEFT JOIN rates AS r ON o.id = r.id",
            "rated"));
    return files;
  }

  /** The project and another mirrored table with its endpoint. */
  static Map<String, String> withOthers() {
    Map<String, String> files = project();
    files.put("datasources/others.datasource", Files.mirrored("others"));
    files.put("pipes/others_ep.pipe", Files.endpoint("SELECT count() AS n FROM others FINAL"));
    return files;
  }
}
