package dev.nightjar.cli;

import dev.nightjar.cli.text.Quantity;
import dev.nightjar.cli.text.TextTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The open shards of mirrors, as {@code GET /v1/mirrors} has them: the worst first. */
final class ShardTable {

  /** Shards of a mirror that somebody should look at, unless all are asked for. */
  private static final int FEW = 3;

  private ShardTable() {}

  /** Every shard of every mirror. */
  static List<String> all(JsonNode mirrors, Instant now) {
    return lines(mirrors, now, Integer.MAX_VALUE);
  }

  /** A few shards of each mirror whose alarm is not ok; nothing where all is well. */
  static List<String> worst(JsonNode mirrors, Instant now) {
    return lines(mirrors, now, FEW);
  }

  private static List<String> lines(JsonNode mirrors, Instant now, int most) {
    boolean all = most == Integer.MAX_VALUE;
    TextTable table =
        new TextTable(
            List.of("DATASOURCE", "SHARD", "BEHIND", "LEFT", "ALARM", "LAST RECORD", "LAST POLL"),
            List.of(false, false, true, true, false, true, true),
            Integer.MAX_VALUE);
    List<String> more = new ArrayList<>();
    int shown = 0;
    for (JsonNode mirror : mirrors) {
      String alarm = mirror.path("alarm").asString("");
      if (!all && (alarm.isEmpty() || alarm.equals("ok"))) {
        continue;
      }
      JsonNode shards = mirror.path("stream").path("shards");
      for (int i = 0; i < Math.min(most, shards.size()); i++) {
        table.row(row(mirror, shards.get(i), now));
        shown++;
      }
      long left =
          shards.size()
              - Math.min(most, shards.size())
              + mirror.path("stream").path("shards_not_shown").asLong(0);
      if (left > 0) {
        more.add(
            "%s has %s more open shards: nightjar status --shards"
                .formatted(mirror.path("datasource").asString(""), Quantity.count(left)));
      }
    }
    List<String> lines = new ArrayList<>();
    if (shown > 0) {
      lines.add("");
      lines.addAll(table.lines());
      lines.addAll(more);
    }
    return lines;
  }

  private static List<String> row(JsonNode mirror, JsonNode shard, Instant now) {
    JsonNode horizon = shard.path("trim_horizon");
    return List.of(
        mirror.path("datasource").asString(""),
        shard.path("shard").asString(""),
        MirrorTable.age(horizon.path("checkpoint_at"), now),
        horizon.path("left_seconds").isNumber()
            ? left(Duration.ofSeconds(horizon.path("left_seconds").asLong()))
            : "",
        horizon.path("alarm").asString(""),
        MirrorTable.age(shard.path("last_record_at"), now),
        MirrorTable.age(shard.path("last_poll_at"), now));
  }

  private static String left(Duration time) {
    return time.isNegative() ? "none" : Quantity.duration(time);
  }
}
