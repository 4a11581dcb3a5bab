package dev.nightjar.cli;

import dev.nightjar.cli.text.Quantity;
import dev.nightjar.cli.text.TextTable;
import dev.nightjar.cli.text.Wrapped;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The answer of {@code GET /v1/mirrors} as a table. */
final class MirrorTable {

  private static final List<String> FIELDS =
      List.of(
          "datasource",
          "state",
          "reason",
          "since",
          "generation",
          "caught_up_at",
          "items",
          "items_loaded",
          "changes_inserted",
          "shards_open",
          "quarantined_rows",
          "message",
          "alarm");

  /** What a terminal can do without first. */
  private static final List<String> LESS_IMPORTANT =
      List.of("HEALED", "QUARANTINED", "SHARDS", "CHANGES", "FOR");

  private MirrorTable() {}

  static Listing of(JsonNode mirrors, Instant now) {
    TextTable table =
        new TextTable(
            List.of(
                "DATASOURCE",
                "STATE",
                "FOR",
                "LOADED",
                "CHANGES",
                "SHARDS",
                "BEHIND",
                "ALARM",
                "QUARANTINED",
                "HEALED",
                "MESSAGE"),
            List.of(false, false, true, true, true, true, true, false, true, true, false),
            Integer.MAX_VALUE);
    List<List<String>> rows = new ArrayList<>();
    rows.add(FIELDS);
    for (JsonNode mirror : mirrors) {
      JsonNode export = mirror.path("export");
      JsonNode stream = mirror.path("stream");
      table.row(
          text(mirror, "datasource"),
          text(mirror, "state"),
          age(mirror.path("since"), now),
          loaded(export),
          Quantity.count(stream.path("changes_inserted").asLong(0)),
          text(stream, "shards_open"),
          age(mirror.path("caught_up_at"), now),
          text(mirror, "alarm"),
          Quantity.count(mirror.path("quarantined_rows").asLong(0)),
          healed(mirror.path("healing")),
          message(mirror));
      rows.add(
          List.of(
              text(mirror, "datasource"),
              text(mirror, "state"),
              text(mirror, "reason"),
              text(mirror, "since"),
              text(mirror, "generation"),
              text(mirror, "caught_up_at"),
              text(export, "items"),
              text(export, "items_loaded"),
              text(stream, "changes_inserted"),
              text(stream, "shards_open"),
              text(mirror, "quarantined_rows"),
              text(mirror, "message"),
              text(mirror, "alarm")));
    }
    return new Listing(table, rows, mirrors);
  }

  /**
   * The table for a terminal of that width. Where it is too wide, messages stand below it, broken
   * into lines, and columns are left out until the rest fits.
   */
  static List<String> lines(JsonNode mirrors, Instant now, int width) {
    TextTable table = of(mirrors, now).table();
    if (table.width() <= width) {
      return table.lines();
    }
    TextTable fitting = table.without("MESSAGE");
    for (String column : LESS_IMPORTANT) {
      fitting = fitting.width() <= width ? fitting : fitting.without(column);
    }
    List<String> lines = new ArrayList<>(fitting.lines());
    for (JsonNode mirror : mirrors) {
      String message = message(mirror);
      if (!message.isEmpty()) {
        lines.addAll(Wrapped.lines(text(mirror, "datasource") + ": " + message, width));
      }
    }
    return lines;
  }

  private static String message(JsonNode mirror) {
    String reason = text(mirror, "reason");
    String message = text(mirror, "message");
    String now = reason.isEmpty() || message.isEmpty() ? reason + message : reason + ": " + message;
    JsonNode next = mirror.path("pending");
    if (!next.isObject()) {
      return now;
    }
    String pending = "pending (" + text(next, "state") + "): " + text(next, "message");
    return now.isEmpty() ? pending : now + "; " + pending;
  }

  /** Of how many gaps; empty where there never was one. */
  private static String healed(JsonNode healing) {
    long found = healing.path("gaps_found").asLong(0);
    return found == 0
        ? ""
        : Quantity.count(healing.path("gaps_healed").asLong(0)) + " of " + Quantity.count(found);
  }

  private static String loaded(JsonNode export) {
    long items = export.path("items").asLong(0);
    long done = export.path("items_loaded").asLong(0);
    if (items == 0) {
      return text(export, "status");
    }
    return Quantity.count(done) + " of " + Quantity.count(items);
  }

  /** How long ago an instant of the server's JSON is; empty where there is none. */
  static String age(JsonNode at, Instant now) {
    return instant(at)
        .map(then -> Duration.between(then, now))
        .map(age -> Quantity.duration(age.isNegative() ? Duration.ZERO : age))
        .orElse("");
  }

  /** An instant of the server's JSON, if there is one. */
  static Optional<Instant> instant(JsonNode at) {
    if (!at.isString()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(at.asString()));
    } catch (DateTimeParseException e) {
      throw new UserException("The server answered with a time that is none: " + at + ".", e);
    }
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isMissingNode() || value.isNull() ? "" : value.asString();
  }
}
