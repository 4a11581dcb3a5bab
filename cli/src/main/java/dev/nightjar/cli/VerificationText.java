package dev.nightjar.cli;

import dev.nightjar.cli.text.Printable;
import dev.nightjar.cli.text.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a verification found, for people. */
final class VerificationText {
  private static final int LONGEST = 400;

  private final Terminal terminal;

  VerificationText(Terminal terminal) {
    this.terminal = terminal;
  }

  void say(String datasource, JsonNode result) {
    result.path("explained").forEach(this::say);
    long differences = result.path("differences").asLong(0);
    long notExplained = differences - result.path("explained").size();
    if (notExplained > 0) {
      terminal.say("… and " + Quantity.count(notExplained) + " more.\n");
    }
    terminal.say(covered(result));
    remarks(result).forEach(terminal::say);
    terminal.say(verdict(datasource, result));
  }

  private static String verdict(String datasource, JsonNode result) {
    if (result.path("differences").asLong(0) > 0) {
      return "✗ "
          + datasource
          + " differs from its table: "
          + count(result, "missing_rows", "row missing", "rows missing")
          + ", "
          + count(result, "extra_rows", "row too many", "rows too many")
          + ", "
          + count(result, "other_values", "row with other values", "rows with other values");
    }
    if (result.path("unreadable").asLong(0) > 0) {
      return "✗ "
          + datasource
          + " equals its table, but for what could not be read: "
          + count(result, "unreadable", "item", "items");
    }
    return "✓ "
        + datasource
        + " equals its table"
        + (whole(result) ? "" : ", as far as sampled")
        + (result.path("unsettled").asLong(0) == 0 ? "" : ", as far as could be settled");
  }

  private static boolean whole(JsonNode result) {
    return result.path("whole").asBoolean(false);
  }

  private static String covered(JsonNode result) {
    return "Compared "
        + count(result, "items", "item", "items")
        + " with "
        + count(result, "rows", "row", "rows")
        + (whole(result)
            ? " (the whole table)"
            : " (a sample: "
                + Quantity.count(result.path("segments_scanned").asLong(0))
                + " of "
                + Quantity.count(result.path("segments").asLong(0))
                + " segments)")
        + " for "
        + Quantity.count(Math.round(result.path("capacity_units").asDouble(0)))
        + " read capacity units.";
  }

  private static List<String> remarks(JsonNode result) {
    List<String> remarks = new ArrayList<>();
    if (result.path("extra_rows_of_seen_partition_keys_only").asBoolean(false)) {
      remarks.add(
          "Rows without an item were looked for only under partition keys that the sample saw; a"
              + " whole run finds all of them.");
    }
    if (result.path("unsettled").asLong(0) > 0) {
      remarks.add(
          count(result, "unsettled", "key", "keys")
              + " could not be settled: written whenever looked at, or too many to be looked at.");
    }
    if (result.path("misfits").asLong(0) > 0) {
      remarks.add(
          count(result, "misfits", "item has", "items have")
              + " a value that does not fit its column (in the quarantine): not a difference.");
    }
    if (result.path("withheld").asLong(0) > 0) {
      remarks.add(
          count(result, "withheld", "item has", "items have")
              + " no row because the key does not fit (in the quarantine): not a difference.");
    }
    if (result.path("unreadable").asLong(0) > 0) {
      remarks.add(
          count(result, "unreadable", "item", "items")
              + " of the table could not be read: an attribute of an unknown type, or a key that is"
              + " not of its type. A row that stands for such an item looks like a row too many.");
    }
    if (!result.path("not_compared").isEmpty()) {
      remarks.add(
          "Not compared, for ClickHouse computes their DEFAULT: "
              + result
                  .path("not_compared")
                  .valueStream()
                  .map(column -> column.asString(""))
                  .collect(Collectors.joining(", "))
              + ".");
    }
    return remarks;
  }

  private static String count(JsonNode result, String field, String one, String many) {
    long count = result.path(field).asLong(0);
    return Quantity.count(count) + " " + (count == 1 ? one : many);
  }

  private void say(JsonNode difference) {
    JsonNode row = difference.path("row");
    terminal.say(
        switch (difference.path("kind").asString("")) {
              case "missing_row" -> "− missing in the mirror: ";
              case "extra_row" -> "+ not in the table: ";
              default -> "≠ other values: ";
            }
            + difference
                .path("key")
                .propertyStream()
                .map(key ->
                    Printable.of(key.getKey()) + " = " + Printable.of(key.getValue().asString("")))
                .collect(Collectors.joining(", ")));
    terminal.say("    item  " + text(difference.path("item"), "none"));
    terminal.say("    row   " + (row.isObject() ? text(row.path("record"), "") : "none"));
    if (row.isObject()) {
      terminal.say("          " + origin(row));
    }
    for (JsonNode column : difference.path("columns")) {
      terminal.say(
          "    "
              + Printable.of(column.path("name").asString(""))
              + ": "
              + text(column.path("item"), "NULL")
              + " in the table, "
              + text(column.path("row"), "NULL")
              + " in the mirror");
    }
    terminal.say("");
  }

  private static String origin(JsonNode row) {
    String shards =
        row.path("shards")
            .valueStream()
            .map(shard -> shard.asString(""))
            .collect(Collectors.joining(" or "));
    return row.path("event_name").asString("")
        + " of "
        + row.path("timestamp").asString("")
        + ", generation "
        + row.path("generation").asString("")
        + (row.path("depth").asLong(0) == 0
            ? ", from its export"
            : ", depth "
                + row.path("depth").asString("")
                + ", sequence number "
                + row.path("sequence_number").asString("")
                + (shards.isEmpty() ? "" : ", " + shards))
        + (row.path("is_deleted").asBoolean(false) ? " (a delete)" : "");
  }

  private static String text(JsonNode value, String none) {
    String text = value.isString() ? value.asString() : none;
    return Printable.of(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
  }
}
